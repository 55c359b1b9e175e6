package dev.hashpost.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses the media type of a problem: {@code application/problem+json} for those who name it, else plain JSON. */
final class ProblemMediaType {
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final Pattern REFUSED = Pattern.compile(";\\s*q=0(\\.0*)?\\s*(;|$)");

    private ProblemMediaType() {}

    /** @param accept the value of {@code Accept}, null if there is none */
    static String chosenBy(@Nullable String accept) {
        return accept != null
                        && Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                                .anyMatch(ProblemMediaType::asksForIt)
                ? PROBLEM_JSON
                : JSON;
    }

    private static boolean asksForIt(String range) {
        String type = range.split(";", 2)[0].strip();
        return type.equals(PROBLEM_JSON) && !REFUSED.matcher(range).find();
    }
}
