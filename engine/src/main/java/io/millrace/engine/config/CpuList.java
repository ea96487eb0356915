package io.millrace.engine.config;

import java.util.ArrayList;
import java.util.List;

/** CPU numbers as the kernel lists them, such as {@code 2-3,6}. Any thread. */
public final class CpuList {
    private CpuList() {}

    /** The numbers in their order; empty when there is none or the text is of another form. */
    public static List<Integer> parse(String text) {
        List<Integer> cpus = new ArrayList<>();
        if (!text.strip().matches("\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?)*")) {
            return cpus;
        }
        for (String range : text.strip().split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = Integer.parseInt(range.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
