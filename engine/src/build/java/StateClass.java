import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import net.openhft.chronicle.values.ValueModel;

/**
 * Run by the build: compiles the one class that Chronicle Map would otherwise generate and compile at each start of an engine.
 * The library looks for it on the class path first. What is generated is the library's own text, of the version that is used.
 */
public final class StateClass {
    private static final String VALUE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";

    /** Arguments: the directory of classes. Needs -Dchronicle.values.dumpCode=true. */
    public static void main(String[] arguments) throws Exception {
        // What an earlier build has left would be taken instead of made.
        Files.deleteIfExists(Path.of(arguments[0], VALUE.replace('.', '/') + "$$Native.class"));
        PrintStream out = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        String name = ValueModel.acquire(Class.forName(VALUE)).nativeClass().getName();
        System.setOut(out);
        String dumped = text.toString(StandardCharsets.UTF_8);
        String source = dumped.substring(dumped.indexOf("package "));

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file = new SimpleJavaFileObject(
                URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options =
                List.of("--release", "17", "-proc:none", "-nowarn", "-d", arguments[0], "-cp", arguments[1]);
        if (!compiler.getTask(null, null, null, options, null, List.of(file)).call()) {
            throw new IllegalStateException("cannot compile " + name + ":\n" + source);
        }
    }
}
