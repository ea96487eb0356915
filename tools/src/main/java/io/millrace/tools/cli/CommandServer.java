package io.millrace.tools.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs one command line after the other in one process, for the fault runner: thousands of short commands would otherwise be
 * thousands of starts of a JVM. A line of input is a JSON array of words, a line of output an object {@code {"exitCode": n,
 * "out": "...", "err": "..."}}. Ends with its input. Main thread.
 */
public final class CommandServer {
    private final JsonMapper json = JsonMapper.builder().build();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CommandServer() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        CommandServer server = new CommandServer();
        // Logs go where the line of a failure goes, as they do in a process of its own.
        PrintStream kept = new PrintStream(server.err, true, StandardCharsets.UTF_8);
        System.setErr(kept);
        System.setOut(kept);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            answers.println(server.answer(request));
            answers.flush();
        }
        // Threads that a command has left are no reason to stay.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String request) throws IOException {
        String[] words = json.readValue(request, String[].class);
        err.reset();
        StringWriter out = new StringWriter();
        CliContext context = new CliContext(
                new PrintWriter(out), new PrintWriter(err, true, StandardCharsets.UTF_8), false, new Shutdown());
        int exitCode;
        try {
            exitCode = Millrace.commandLine(context).execute(words);
        } catch (Error uncaught) {
            // The end of a process that runs one command: a stack trace and exit code 1.
            uncaught.printStackTrace(context.err());
            exitCode = ExitCodes.FAILED;
        }
        context.out().flush();
        context.err().flush();
        return json.writeValueAsString(
                Map.of("exitCode", exitCode, "out", out.toString(), "err", err.toString(StandardCharsets.UTF_8)));
    }
}
