package io.millrace.archiver.access.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.access.error.PoolExhaustedException;
import io.millrace.archiver.testing.Covers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@Covers("S3-049")
class AsyncCallsTest {
    @Test
    void shouldNotLetTheCallerWaitAndRefuseWhatDoesNotFit() throws Exception {
        CountDownLatch database = new CountDownLatch(1);
        try (AsyncCalls calls = new AsyncCalls(1, 1)) {
            CompletableFuture<String> running = calls.submit(() -> await(database));
            CompletableFuture<String> queued = calls.submit(() -> "second");
            CompletableFuture<String> refused = calls.submit(() -> "third");
            assertThat(running).isNotDone();
            assertThatThrownBy(refused::get).hasCauseInstanceOf(PoolExhaustedException.class);
            database.countDown();
            assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo("first");
            assertThat(queued.get(5, TimeUnit.SECONDS)).isEqualTo("second");
            assertThatThrownBy(() -> calls.submit(() -> {
                                throw new IllegalStateException("what the work threw");
                            })
                            .get(5, TimeUnit.SECONDS))
                    .hasRootCauseMessage("what the work threw");
        }
    }

    @Test
    void shouldRefuseWorkWhenClosed() {
        AsyncCalls calls = new AsyncCalls(1, 1);
        calls.close();
        assertThatThrownBy(() -> calls.submit(() -> "late").get()).hasMessageContaining("closed");
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "first";
    }
}
