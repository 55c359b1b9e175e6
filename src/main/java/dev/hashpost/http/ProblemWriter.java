package dev.hashpost.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes a problem where JAX-RS is not, or no longer, at work. */
final class ProblemWriter {
    private ProblemWriter() {}

    static void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = problem.toJson(RequestId.of(request));
        response.setStatus(problem.status());
        response.setContentType(ProblemMediaType.chosenBy(request.getHeader("Accept")));
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(DigestFields.REPR_DIGEST, DigestFields.sha256Of(body));
        problem.headers().forEach(response::setHeader);
        response.getOutputStream().write(body);
    }
}
