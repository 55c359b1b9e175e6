# The service as an image; container/README.md says how to build and run it.

# For a build that stays the same for ever, put the digest behind the tag: debian:13.7-slim@sha256:…
ARG BASE=debian:13.7-slim

FROM ${BASE} AS build
# Not pinned: a rebuild is to take in Debian's security fixes. And a slim Debian lacks a directory that Java's package wants.
# hadolint ignore=DL3008
RUN mkdir -p /usr/share/man/man1 \
    && apt-get update \
    && apt-get install --yes --no-install-recommends maven openjdk-21-jdk-headless \
    && rm -rf /var/lib/apt/lists/*

# A Java without compiler, desktop and other tools, but with jcmd and Flight Recorder to look inside.
RUN jlink --output /opt/java --no-header-files --no-man-pages --add-modules \
        java.se,jdk.charsets,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.xml.dom,jdk.zipfs \
    && cp --dereference --remove-destination /etc/ssl/certs/java/cacerts /opt/java/lib/security/cacerts \
    && /opt/java/bin/java -Xshare:dump -Xlog:disable

WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY db/migration db/migration
COPY src/main src/main
# What Maven is to do otherwise here, such as to use a mirror.
ARG MAVEN_ARGS=
ARG REVISION=unknown
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --quiet -Dmaven.test.skip=true -Dgit.commit.id.abbrev="${REVISION}" package \
        dependency:copy-dependencies -DincludeGroupIds=fish.payara.extras -DincludeArtifactIds=payara-micro \
        -Dmdep.stripVersion=true -DoutputDirectory=target

# The heap is a part of what the container may have, and the JVM chooses its collector by that and by the processors: the
# serial one below two of them or 1,792 MiB, else G1.
RUN mkdir /opt/hashpost \
    && java src/main/payara/Prepare.java target/payara-micro.jar /opt/hashpost/payara \
    && cp target/hashpost.war src/main/payara/preboot.asadmin src/main/payara/logging.properties /opt/hashpost/ \
    && sed -e 's/^-Xmx.*/-XX:MaxRAMPercentage=50/' -e '/^-XX:+UseSerialGC/d' src/main/payara/jvm.options \
        >/opt/hashpost/jvm.options \
    && grep -q '^-XX:MaxRAMPercentage=50' /opt/hashpost/jvm.options
COPY container/start container/health /opt/hashpost/

# A start that finds no database ends, but by then it has loaded what the archive is to hold. Payara wants to know the address
# of its host, which not every builder tells.
ENV PATH=/opt/java/bin:$PATH
RUN echo "127.0.0.1 $(uname -n)" >/tmp/hosts \
    && { HASHPOST_DB_URL=jdbc:postgresql://127.0.0.1:1/none \
        JDK_JAVA_OPTIONS='-Xmx256m -XX:+AutoCreateSharedArchive -Djdk.net.hosts.file=/tmp/hosts' \
        /opt/hashpost/start >/tmp/start.log 2>&1 || true; } \
    && { grep -q '^hashpost: the database' /tmp/start.log || { cat /tmp/start.log; exit 1; }; } \
    && chmod 444 /opt/hashpost/hashpost.jsa

FROM ${BASE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hashpost" \
      org.opencontainers.image.description="Keeps messages under their SHA-256" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0-SNAPSHOT" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/java /opt/java
COPY --from=build /opt/hashpost /opt/hashpost
# Whoever has no entry in /etc/passwd has no home either, and Payara asks for one.
ENV PATH=/opt/java/bin:$PATH HOME=/tmp
WORKDIR /tmp
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=3 CMD ["/opt/hashpost/health", "live"]
ENTRYPOINT ["/opt/hashpost/start"]
