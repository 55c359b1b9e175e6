package dev.hashpost.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. It has no stack trace: it is an answer, and what is a fault has a cause. */
public class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.type() + ": " + problem.detail(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
