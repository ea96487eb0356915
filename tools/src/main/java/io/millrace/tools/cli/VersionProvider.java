package io.millrace.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. Any thread. */
final class VersionProvider implements IVersionProvider {
    static String version() {
        Properties properties = new Properties();
        try (InputStream stream = VersionProvider.class.getResourceAsStream("/millrace-version.properties")) {
            properties.load(stream);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the jar is broken: millrace-version.properties", unreadable);
        }
        return properties.getProperty("version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "millrace " + version(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
