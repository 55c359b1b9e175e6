package dev.hashpost.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The container's error page (see web.xml): turns the errors that the container found itself into problems. */
@WebServlet(ErrorServlet.PATH)
public class ErrorServlet extends HttpServlet {
    static final String PATH = "/-error";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean forwarded = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer;
        int status = forwarded ? (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) : 404;
        StandardHeaders.set(request, response); // A request may end here before it reached the EdgeFilter.
        ProblemWriter.write(Problems.ofStatus(status), request, response);
    }
}
