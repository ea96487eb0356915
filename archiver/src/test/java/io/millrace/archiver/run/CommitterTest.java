package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommitterTest {
    private final Committer committer = new Committer();

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void shouldWriteWhileTheCallerGoesOn() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> writer = new AtomicReference<>();

        committer.begin(() -> {
            writer.set(Thread.currentThread());
            goOn.await();
            return List.of();
        });

        assertThat(committer.busy()).isTrue();
        assertThat(committer.ended()).isFalse();
        goOn.countDown();
        assertThat(committer.await()).isEmpty();
        assertThat(committer.busy()).isFalse();
        assertThat(committer.ended()).isFalse();
        assertThat(writer.get()).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void shouldNotBeginASecondTransactionBeforeTheFirstIsKnownToHaveEnded() throws Exception {
        committer.begin(List::of);

        assertThatThrownBy(() -> committer.begin(List::of)).isInstanceOf(IllegalStateException.class);

        committer.await();
        committer.begin(List::of);
        assertThat(committer.await()).isEmpty();
    }

    @Test
    void shouldHandOverWhatEndedTheTransaction() throws Exception {
        for (Exception problem : List.of(new SQLException("link"), new IllegalArgumentException("row"))) {
            committer.begin(() -> {
                throw problem;
            });

            assertThatThrownBy(committer::await).isSameAs(problem);
            assertThat(committer.busy()).isFalse();
        }
        Error error = new AssertionError("none of ours");
        committer.begin(failing(error));
        assertThatThrownBy(committer::await).isSameAs(error);
    }

    /** What was told to commit cannot be taken back, and nobody else may have the connection before it has ended. */
    @Test
    void shouldWaitThoughItIsInterrupted() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Boolean> written = new AtomicReference<>(false);
        committer.begin(() -> {
            goOn.await();
            written.set(true);
            return List.of();
        });
        Thread other = new Thread(goOn::countDown);

        Thread.currentThread().interrupt();
        other.start();
        committer.await();

        assertThat(Thread.interrupted()).as("the flag stays for the caller").isTrue();
        assertThat(written.get()).isTrue();
        other.join();
    }

    private static <T> Callable<T> failing(Error error) {
        return () -> {
            throw error;
        };
    }
}
