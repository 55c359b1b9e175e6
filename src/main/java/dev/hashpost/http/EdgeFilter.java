package dev.hashpost.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Set;
import java.util.regex.Pattern;

/** The first to see a request: gives every answer its standard headers, and refuses what is over the bound. */
@WebFilter(urlPatterns = "/*")
public class EdgeFilter extends HttpFilter {
    /** What must answer when nothing else does, and so is not bounded. */
    static final Set<String> OF_THE_OPERATOR =
            Set.of("/health", "/health/started", "/health/live", "/health/ready", Routes.METRICS);

    private static final String OPENAPI = "/openapi";

    /** Where the container has servlets of its own, which answer below these paths too. */
    private static final Set<String> OF_THE_CONTAINER = Set.of("/health", Routes.METRICS, OPENAPI);

    /** Parameters, empty segments, dot segments (RFC 3986, section 5.2.4), and a slash or a dot that is encoded. */
    private static final Pattern REWRITTEN =
            Pattern.compile(";|//|\\\\|/\\.{1,2}(/|$)|%(2[ef]|5c)", Pattern.CASE_INSENSITIVE);

    /** Of any other method Grizzly may leave the body unread, and take it for the next request. */
    private static final Set<String> WITH_KNOWN_BODIES = Set.of("GET", "HEAD", "POST", "OPTIONS");

    private static final Set<String> READS = Set.of("GET", "HEAD");

    static final Problem OVERLOADED =
            Problems.unavailable("The service has as many requests in hand as it can serve; try again.", 1);

    private final transient Gate gate;
    private final transient MemoryBudget memory;

    @Inject
    public EdgeFilter(Gate gate, MemoryBudget memory) {
        this.gate = gate;
        this.memory = memory;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        StandardHeaders.set(request, response);
        if (gate.isClosing() || !WITH_KNOWN_BODIES.contains(request.getMethod())) {
            response.setHeader("Connection", "close");
        }
        String path = request.getRequestURI();
        if (OF_THE_OPERATOR.contains(path)) {
            serveTheOperator(request, response, chain);
        } else if (isUnknown(request, path)) {
            ProblemWriter.write(Problems.ofStatus(404), request, response);
        } else if (path.equals("*")) {
            serveTheServer(request, response);
        } else if (hasUnknownTransferCoding(request)) {
            response.setHeader("Connection", "close"); // Where the body ends cannot be known (RFC 9112, section 6.1).
            ProblemWriter.write(Problems.ofStatus(501), request, response);
        } else if (hasTwoHosts(request)) {
            response.setHeader("Connection", "close");
            ProblemWriter.write(Problems.ofStatus(400), request, response);
        } else if (path.equals(OPENAPI) && !READS.contains(request.getMethod())) {
            serveTheOperator(request, response, chain);
        } else {
            serve(request, response, chain);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!gate.enter()) {
            ProblemWriter.write(OVERLOADED, request, response);
            return;
        }
        try (MemoryBudget.Reservation all = memory.of(request)) {
            all.growTo(0);
            chain.doFilter(request, response);
            if (gate.isClosing()) {
                response.flushBuffer(); // Whoever has left may be the last: nothing may still be on its way then.
            }
        } finally {
            gate.leave();
        }
    }

    /**
     * What the container would take for another path: one with parameters, or with segments that it leaves out or splits
     * (whoever lets requests through by their path has read another), or one below or written otherwise than those that
     * the container serves itself.
     */
    private static boolean isUnknown(HttpServletRequest request, String path) {
        return REWRITTEN.matcher(path).find()
                || (OF_THE_CONTAINER.contains(request.getServletPath())
                        && !OF_THE_OPERATOR.contains(path)
                        && !path.equals(OPENAPI));
    }

    private static boolean hasUnknownTransferCoding(HttpServletRequest request) {
        String coding = request.getHeader("Transfer-Encoding");
        return coding != null && !coding.strip().equalsIgnoreCase("chunked");
    }

    private static boolean hasTwoHosts(HttpServletRequest request) {
        Enumeration<String> hosts = request.getHeaders("Host");
        return hosts.hasMoreElements() && hosts.nextElement() != null && hosts.hasMoreElements();
    }

    /** {@code OPTIONS *} asks about the server as a whole (RFC 9110, section 9.3.7). */
    private static void serveTheServer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            response.setHeader("Allow", "GET, HEAD, OPTIONS, POST");
        } else {
            ProblemWriter.write(Problems.badRequest("Only OPTIONS can ask about *."), request, response);
        }
    }

    private static void serveTheOperator(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> {
                response.setHeader("Cache-Control", "no-store");
                chain.doFilter(request, response);
            }
            case "OPTIONS" -> {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                response.setHeader("Allow", "GET, HEAD, OPTIONS");
            }
            default ->
                ProblemWriter.write(Problems.ofStatus(405).with("Allow", "GET, HEAD, OPTIONS"), request, response);
        }
    }
}
