package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.StateConfig;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EngineStateTest {
    private static final StateConfig LIMITS = new StateConfig(50, 3_000);

    @TempDir
    Path data;

    private final StateLayout layout = new StateLayout(Runs.quickConfig());

    @Test
    void shouldBeTheSameInAFileAsInMemoryAndAfterOpeningAgain() {
        final EngineState memory = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, LIMITS);
        EngineState file = open();
        for (int id = 1; id <= 50; id++) {
            memory.define(definition(id));
            file.define(definition(id));
        }
        for (int id = 1; id <= 3_000; id++) {
            memory.feeds().add(id, id * 7L);
            file.feeds().add(id, id * 7L);
            memory.feeds().position(id, id);
            file.feeds().position(id, id);
        }
        assertThat(file.digest()).isEqualTo(memory.digest());
        file.close();

        file = open();
        assertThat(file.digest()).isEqualTo(memory.digest());
        assertThat(file.instrument(50).symbol()).isEqualTo("SYM50");
        assertThat(file.instrument(50).venue()).isEqualTo("A-VENUE-OF-16-CH");
        assertThat(file.instrument(50).baseAsset()).isEqualTo("BASE");
        assertThat(file.instrument(50).priceExponent()).isEqualTo(-4);
        assertThat(file.feeds().position(3_000)).isEqualTo(3_000);
        assertThat(file.feeds().fingerprint(2_999)).isEqualTo(2_999 * 7L);
        assertThat(file.findInstrument("SYM7", "A-VENUE-OF-16-CH")).isEqualTo(7);
        assertThat(file.findInstrument("SYM7", "OTHER")).isZero();
        file.close();
    }

    @Test
    void shouldKeepEachBlockWhereItWasBoundWhileTheFileFills() {
        final MapStateStore store = MapStateStore.open(
                data.resolve("state.cm3"), layout.blockBytes(), EngineState.maxBlocks(layout, LIMITS));
        final List<UnsafeBuffer> blocks = new ArrayList<>();
        final List<Long> addresses = new ArrayList<>();
        final int count = EngineState.maxBlocks(layout, LIMITS);
        for (int key = 0; key < count; key++) {
            final UnsafeBuffer block = store.acquire(key);
            block.setMemory(0, layout.blockBytes(), (byte) key);
            blocks.add(block);
            addresses.add(block.addressOffset());
        }
        assertThatThrownBy(() -> store.acquire(count))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("millrace.engine.state.max-instruments");
        for (int key = 0; key < count; key++) {
            assertThat(store.acquire(key)).isSameAs(blocks.get(key));
            assertThat(store.find(key).addressOffset()).isEqualTo(addresses.get(key));
            assertThat(blocks.get(key).getByte(0)).isEqualTo((byte) key);
            assertThat(blocks.get(key).getByte(layout.blockBytes() - 1)).isEqualTo((byte) key);
        }
        store.close();

        // What was written through the bound addresses is what the map itself holds.
        final MapStateStore again = MapStateStore.open(
                data.resolve("state.cm3"), layout.blockBytes(), EngineState.maxBlocks(layout, LIMITS));
        for (int key = 0; key < count; key++) {
            assertThat(again.find(key).getByte(0)).isEqualTo((byte) key);
            assertThat(again.find(key).getByte(layout.blockBytes() - 1)).isEqualTo((byte) key);
        }
        assertThat(again.find(-1)).isNull();
        again.close();
    }

    @Test
    void shouldNeedLittleRoomByDefault() throws IOException {
        final EngineConfig defaults = EngineConfig.defaults();
        final StateLayout layoutByDefault = new StateLayout(defaults);
        final long startNs = System.nanoTime();
        new EngineState(
                        MapStateStore.open(
                                data.resolve("default.cm3"),
                                layoutByDefault.blockBytes(),
                                EngineState.maxBlocks(layoutByDefault, defaults.state())),
                        layoutByDefault,
                        defaults.state())
                .close();
        System.err.printf(
                "state by default: block %,d bytes, file %,d bytes, made in %,d ms%n",
                layoutByDefault.blockBytes(),
                Files.size(data.resolve("default.cm3")),
                (System.nanoTime() - startNs) / 1_000_000);
        assertThat(Files.size(data.resolve("default.cm3"))).isLessThan(16 << 20);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        final StateConfig two = new StateConfig(2, 2);
        final EngineState state = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, two);
        state.define(definition(1));
        state.define(definition(2));
        state.feeds().add(1, 1);
        state.feeds().add(2, 2);
        assertThatThrownBy(() -> state.define(definition(3))).isInstanceOf(StateException.class);
        assertThatThrownBy(() -> state.feeds().add(3, 3)).isInstanceOf(StateException.class);
        assertThatThrownBy(() -> state.feeds().add(5, 3)).hasMessageContaining("next id is 3");
        assertThatThrownBy(() -> state.feeds().position(3, 1)).hasMessageContaining("feed 3 was never started");
        assertThatThrownBy(() -> state.feeds().position(0)).hasMessageContaining("feed 0 was never started");
        assertThatThrownBy(() -> state.instrument(3)).hasMessageContaining("instrument 3");
        assertThatThrownBy(() -> state.instrument(-1)).hasMessageContaining("instrument -1");
        assertThatThrownBy(() -> state.copyTo(new MemoryStateStore(layout.blockBytes()), layout, new StateConfig(1, 2)))
                .isInstanceOf(StateException.class);
        assertThatThrownBy(() -> state.copyTo(new MemoryStateStore(layout.blockBytes()), layout, new StateConfig(2, 1)))
                .isInstanceOf(StateException.class);
    }

    @Test
    void shouldNotLetTheAppliedSequenceIntoTheDigest() {
        final EngineState state = new EngineState(new MemoryStateStore(layout.blockBytes()), layout, LIMITS);
        final long before = state.digest();
        state.global().appliedSequence(9);
        assertThat(state.digest()).isEqualTo(before);
        state.global().advanceTimer(9);
        assertThat(state.digest()).isNotEqualTo(before);
    }

    @Test
    void shouldNeverLetTimeGoBack() {
        final GlobalState global = new GlobalState(new UnsafeBuffer(ByteBuffer.allocateDirect(GlobalState.BYTES)));
        global.advanceClock(10);
        global.advanceTimer(11);
        global.advanceMarketTime(12);
        global.advanceClock(5);
        global.advanceTimer(5);
        global.advanceMarketTime(5);
        assertThat(global.clockNs()).isEqualTo(10);
        assertThat(global.timerNs()).isEqualTo(11);
        assertThat(global.marketTimeNs()).isEqualTo(12);
        global.tradeTaken();
        global.quoteTaken();
        global.quoteTaken();
        global.externalBarTaken();
        global.externalBarTaken();
        global.externalBarTaken();
        assertThat(global.eventsIn()).isEqualTo(6);
        assertThat(global.trades()).isEqualTo(1);
        assertThat(global.quotes()).isEqualTo(2);
        assertThat(global.externalBars()).isEqualTo(3);
    }

    private EngineState open() {
        return new EngineState(
                MapStateStore.open(
                        data.resolve("state.cm3"), layout.blockBytes(), EngineState.maxBlocks(layout, LIMITS)),
                layout,
                LIMITS);
    }

    static InstrumentDefinedDecoder definition(final int id) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .instrumentId(id)
                .priceExponent((byte) -4)
                .quantityExponent((byte) 0)
                .symbol("SYM" + id)
                .venue("A-VENUE-OF-16-CH")
                .baseAsset("BASE")
                .quoteAsset("");
        return new InstrumentDefinedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    }
}
