package dev.hashpost.message;

import dev.hashpost.http.Accept;
import dev.hashpost.http.Answers;
import dev.hashpost.http.ConditionalAnswer;
import dev.hashpost.http.DigestFields;
import dev.hashpost.http.MemoryBudget;
import dev.hashpost.http.Representation;
import dev.hashpost.http.RequestBodies;
import dev.hashpost.persistence.Database;
import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;

/** Messages over HTTP: post one, get it back by its digest. */
@Path("messages")
@Singleton
public class MessageResource implements Configured {
    /** A JSON string may write each byte of a message as six; a few more carry the rest of the object. */
    private static final int JSON_BYTES_PER_MESSAGE_BYTE = 6;

    private static final int JSON_BYTES_BESIDE_THE_MESSAGE = 4096;

    private static final long YEAR_SECONDS = 31_536_000;

    private final MessageStore store;
    private final Database database;
    private final MemoryBudget memory;
    private final int mostMessageBytes;
    private final int mostJsonBytes;

    @Inject
    public MessageResource(MessageStore store, Database database, MemoryBudget memory, Settings settings) {
        this.store = store;
        this.database = database;
        this.memory = memory;
        this.mostMessageBytes = settings.number("HASHPOST_MAX_MESSAGE_BYTES", 1 << 20, 1, 16 << 20);
        this.mostJsonBytes = mostMessageBytes * JSON_BYTES_PER_MESSAGE_BYTE + JSON_BYTES_BESIDE_THE_MESSAGE;
        long needed = (long) mostJsonBytes * RequestBodies.MEMORY_PER_BYTE;
        if (!memory.hasRoomFor(needed)) {
            throw new BadSettingException("HASHPOST_MAX_MESSAGE_BYTES=" + mostMessageBytes
                    + " is too much for this heap, of which requests may take a quarter; lower it or raise -Xmx to "
                    + (((4 * needed) >> 20) + 2) + "m");
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response post(InputStream in, @Context HttpHeaders request, @Context HttpServletRequest servletRequest) {
        if (request.getMediaType() == null) {
            throw new NotSupportedException(); // JAX-RS takes an untyped body for whatever is consumed here.
        }
        RequestBodies.refuseCodings(request);
        byte[] body =
                RequestBodies.read(in, servletRequest.getContentLengthLong(), mostJsonBytes, memory.of(servletRequest));
        DigestFields.check(request, body);
        Posting posting = JsonPosting.parse(body, mostMessageBytes);
        database.call(() -> store.store(posting));
        Digest digest = posting.message().digest();
        return Answers.uncached(201, MediaType.APPLICATION_JSON, JsonAnswer.ofDigest(digest))
                .header(HttpHeaders.LOCATION, "/messages/" + digest)
                .build();
    }

    @GET
    @Path("{digest}")
    public Response get(
            @PathParam("digest") String asked,
            @Context HttpHeaders request,
            @Context HttpServletRequest servletRequest) {
        HeldMessage held = Digest.parse(asked)
                .flatMap(digest -> database.call(() -> store.find(digest)))
                .orElseThrow(() -> new MessageNotFoundException(asked));
        Message message = held.message();
        if (!Accept.allows(request, "application", "json") || !Utf8.isValid(message.body())) {
            throw new NotAcceptableException();
        }
        memory.of(servletRequest).growTo(2L * JsonAnswer.lengthOfText(message.body()));
        String etag = "\"" + message.digest() + ".json\"";
        Representation json = Representation.plain(MediaType.APPLICATION_JSON, etag, JsonAnswer.ofText(message.body()));
        return ConditionalAnswer.to(request, json, cacheControlOf(held));
    }

    @OPTIONS
    public Response options() {
        return Answers.options("OPTIONS, POST");
    }

    @OPTIONS
    @Path("{digest}")
    public Response optionsOfOne() {
        return Answers.options("GET, HEAD, OPTIONS");
    }

    /** A digest's message never changes, so that a cache may keep it until it ends (RFC 8246). */
    private static String cacheControlOf(HeldMessage held) {
        long seconds = held.expiresAt()
                .map(end -> Duration.between(Instant.now(), end).toSeconds())
                .map(left -> Math.max(0, Math.min(left, YEAR_SECONDS)))
                .orElse(YEAR_SECONDS);
        return "public, max-age=" + seconds + ", immutable";
    }
}
