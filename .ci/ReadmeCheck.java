import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs the console blocks of a document and compares what comes back with what it shows.
 *
 * <p>In a block, a line that begins with {@code $} is a command for bash, and the lines up to the next one are its
 * output. An {@code …} in a line stands for any characters, a line of {@code …} alone for any lines.
 *
 * <p>Usage: {@code java ReadmeCheck.java DOCUMENT [FROM=TO]...}, where each FROM in a command is replaced by TO.
 */
public class ReadmeCheck {
    private record Step(int line, StringBuilder command, StringBuilder output) {}

    private static final String ANY = "\u2026";

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Step> steps = stepsOf(Files.readAllLines(Path.of(args[0])));
        int failed = 0;
        for (Step step : steps) {
            String command = step.command().toString();
            for (int i = 1; i < args.length; i++) {
                String[] replacement = args[i].split("=", 2);
                command = command.replace(replacement[0], replacement[1]);
            }
            String actual = run(command);
            boolean same = patternOf(step.output().toString()).matcher(actual).matches();
            System.out.println((same ? "ok     " : "FAILED ") + args[0] + ":" + step.line() + " " + firstLine(command));
            if (!same) {
                failed++;
                System.out.println("--- shown\n" + step.output() + "--- came\n" + actual + "---");
            }
        }
        System.out.println(steps.size() - failed + " passed, " + failed + " failed");
        System.exit(failed == 0 && !steps.isEmpty() ? 0 : 1);
    }

    private static List<Step> stepsOf(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("```")) {
                inside = line.strip().equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                Step step = new Step(i + 1, new StringBuilder(line.substring(2)), new StringBuilder());
                steps.add(step);
                while (lines.get(i).endsWith("\\")) {
                    step.command().append('\n').append(lines.get(++i));
                }
            } else if (inside) {
                steps.get(steps.size() - 1).output().append(line).append('\n');
            }
        }
        return steps;
    }

    private static String run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("readme", ".out");
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static Pattern patternOf(String shown) {
        StringBuilder regex = new StringBuilder();
        for (String line : shown.lines().toList()) {
            if (line.equals(ANY)) {
                regex.append("(?:.*\n)*?");
            } else {
                for (String part : line.split(ANY, -1)) {
                    regex.append(Pattern.quote(part)).append(".*");
                }
                regex.setLength(regex.length() - 2);
                regex.append('\n');
            }
        }
        return Pattern.compile(regex.toString());
    }

    private static String firstLine(String command) {
        return command.lines().findFirst().orElse("");
    }
}
