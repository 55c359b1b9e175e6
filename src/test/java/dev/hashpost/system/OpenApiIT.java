package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hashpost.HealthResource;
import dev.hashpost.message.MessageResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API names what is there, and nothing else. */
class OpenApiIT {
    /** Served by the container, not by our resources. */
    private static final Set<String> OF_THE_CONTAINER =
            Set.of("/health", "/health/started", "/health/live", "/health/ready", "/openapi");

    private static final Set<String> BESIDE_METHODS = Set.of("summary", "description", "parameters", "servers");

    private final Client hashpost = Service.shared().client();

    @Test
    void everyPathAndMethodIsDescribedAndNoOther() throws IOException {
        Map<String, Set<String>> described = described();
        assertThat(described.keySet()).containsAll(OF_THE_CONTAINER);
        described.keySet().removeAll(OF_THE_CONTAINER);
        assertThat(described).isEqualTo(served(List.of(MessageResource.class, HealthResource.class)));
    }

    @Test
    void whatIsDescribedForTheContainerIsThere() {
        assertThat(OF_THE_CONTAINER)
                .allSatisfy(path -> assertThat(hashpost.get(path).status()).isEqualTo(200));
    }

    @Test
    void noHostIsNamed() {
        assertThat(hashpost.get("/openapi").body()).doesNotContain("localhost");
    }

    private Map<String, Set<String>> described() throws IOException {
        Map<String, Set<String>> paths = new TreeMap<>();
        try (JsonParser json = new JsonFactory()
                .createParser(hashpost.get("/openapi?format=JSON").bytes())) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("paths")) {
                    readPaths(json, paths);
                } else {
                    json.skipChildren();
                }
            }
        }
        return paths;
    }

    private static void readPaths(JsonParser json, Map<String, Set<String>> paths) throws IOException {
        for (String path = json.nextFieldName(); path != null; path = json.nextFieldName()) {
            json.nextToken();
            Set<String> methods = new TreeSet<>();
            for (String method = json.nextFieldName(); method != null; method = json.nextFieldName()) {
                json.nextToken();
                json.skipChildren();
                methods.add(method);
            }
            methods.removeAll(BESIDE_METHODS);
            paths.put(path, methods);
        }
    }

    /** As the resources' annotations say; JAX-RS serves HEAD with GET. */
    private static Map<String, Set<String>> served(List<Class<?>> resources) {
        Map<String, Set<String>> paths = new TreeMap<>();
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        Set<String> methods = paths.computeIfAbsent(pathOf(resource, method), path -> new TreeSet<>());
                        methods.add(http.value().toLowerCase(Locale.ROOT));
                        if (http.value().equals("GET")) {
                            methods.add("head");
                        }
                    }
                }
            }
        }
        return paths;
    }

    private static String pathOf(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = "/" + resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        String single = path.replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
