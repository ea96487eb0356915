package io.millrace.engine.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class EventPriorityTest {
    private static final int FIRST = -10;

    @Test
    void shouldPutAThreadFirstWhileItWorks() throws Exception {
        assumeTrue(mayBeFirst(), "this user may put no thread before others");
        try (EventPriority priority = EventPriority.ask(FIRST)) {
            assertThat(ThreadNice.get()).as("who asks").isZero();
            assertThat(elsewhere(() -> {
                        final int during = priority.call(ThreadNice::get);
                        return during + " " + ThreadNice.get();
                    }))
                    .isEqualTo("-10 0");
            assertThat(elsewhere(() -> {
                        priority.enter();
                        return ThreadNice.get();
                    }))
                    .isEqualTo(FIRST);
            assertThat(elsewhere(() -> {
                        priority.giveWay();
                        return ThreadNice.get();
                    }))
                    .as("one of SCHED_IDLE would starve beside them")
                    .isEqualTo(ThreadNice.LAST);
        }
    }

    @Test
    void shouldRaiseTheSessionUntilItsEnd() {
        final long self = ProcessHandle.current().pid();
        assumeTrue(SessionGroup.niceOf(self).isPresent(), "the kernel does not group by session");
        assumeTrue(mayBeFirst(), "this user may put no session before others");
        assertThat(SessionGroup.weigh(self, 0)).isTrue();
        try (EventPriority priority = EventPriority.ask(FIRST)) {
            assertThat(priority).isNotNull();
            assertThat(SessionGroup.niceOf(self)).hasValue(FIRST);
        }
        assertThat(SessionGroup.niceOf(self)).hasValue(0);
    }

    @Test
    void shouldAskForNothingByDefault() throws Exception {
        try (EventPriority priority = EventPriority.ask(0)) {
            assertThat(priority).isSameAs(EventPriority.USUAL);
            assertThat(elsewhere(() -> {
                        priority.enter();
                        return ThreadNice.get();
                    }))
                    .isZero();
            assertThat(priority.<Integer>call(ThreadNice::get)).isZero();
        }
    }

    @Test
    void shouldLeaveAThreadAsItWasAfterAFailure() throws Exception {
        assumeTrue(mayBeFirst(), "this user may put no thread before others");
        try (EventPriority priority = EventPriority.ask(FIRST)) {
            assertThat(elsewhere(() -> {
                        try {
                            priority.run(() -> {
                                throw new IllegalStateException("a feed that ends");
                            });
                        } catch (final IllegalStateException expected) {
                            return ThreadNice.get();
                        }
                        return FIRST;
                    }))
                    .isZero();
        }
    }

    private static boolean mayBeFirst() {
        final boolean allowed = ThreadNice.set(FIRST);
        ThreadNice.set(0);
        return allowed;
    }

    private static <T> T elsewhere(final Supplier<T> work) throws Exception {
        final CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(() -> result.complete(work.get())).start();
        return result.get(20, TimeUnit.SECONDS);
    }
}
