package io.millrace.peer.exchangecore;

import exchange.core2.core.ExchangeApi;
import exchange.core2.core.ExchangeCore;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.CoreWaitStrategy;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.api.ApiAddUser;
import exchange.core2.core.common.api.ApiAdjustUserBalance;
import exchange.core2.core.common.api.ApiCommand;
import exchange.core2.core.common.api.binary.BatchAddSymbolsCommand;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.InitialStateConfiguration;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.common.config.OrdersProcessingConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.common.config.ReportsQueriesConfiguration;
import exchange.core2.core.common.config.SerializationConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * exchange-core under an open-loop load: each command is sent at its due time or as soon after as possible, latency counts from the due
 * time to the result, after risk check and matching. No journal.
 *
 * <p>Arguments: file of due times (ns after the start, big-endian longs), how many of them only warm up, file for the latencies (ns, big-endian
 * longs, one for each command behind the warm-up). Prints the number of commands that were refused. The main thread sends; the results
 * come on a thread of exchange-core's.
 */
public final class ExchangeCoreRun {
    static final int USERS = 1_000;
    static final int SYMBOL = 1;

    private static final int BASE_CURRENCY = 11;
    private static final int QUOTE_CURRENCY = 15;
    private static final long BALANCE = 1L << 50;
    private static final long LIMIT_MS = 120_000;

    private final OrderFlow flow = new OrderFlow();
    private final long[] latenciesNs;
    private final int warmUp;
    private volatile int taken;
    private int refused;
    private boolean measuring;

    private ExchangeCoreRun(final int commands, final int warmUp) {
        this.latenciesNs = new long[commands - warmUp];
        this.warmUp = warmUp;
    }

    /** Runs and writes the latencies. */
    public static void main(final String[] arguments) {
        // The threads of exchange-core are no daemons, so only an exit ends the process, also after a failure.
        try {
            final long[] dueNs = read(Path.of(arguments[0]));
            final ExchangeCoreRun run = new ExchangeCoreRun(dueNs.length, Integer.parseInt(arguments[1]));
            run.run(dueNs);
            write(Path.of(arguments[2]), run.latenciesNs);
            System.out.println(run.refused);
            System.exit(0);
        } catch (final Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private void run(final long[] dueNs) throws Exception {
        final ExchangeCore core = ExchangeCore.builder()
                .resultsConsumer(this::onResult)
                .exchangeConfiguration(configuration())
                .build();
        core.startup();
        final ExchangeApi api = core.getApi();
        prepare(api);
        final ApiCommand[] commands = new ApiCommand[dueNs.length];
        for (int i = 0; i < commands.length; i++) {
            commands[i] = flow.next();
        }
        System.gc();
        measuring = true;
        final long startNs = System.nanoTime() - dueNs[0];
        for (int i = 0; i < commands.length; i++) {
            final long due = startNs + dueNs[i];
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            commands[i].timestamp = due;
            api.submitCommand(commands[i]);
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (taken < commands.length) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException(taken + " of " + commands.length + " results came");
            }
            Thread.onSpinWait();
        }
    }

    /** On the last thread of exchange-core's pipeline. */
    private void onResult(final OrderCommand command, final long sequence) {
        if (!measuring) {
            return;
        }
        final int index = taken;
        if (index >= warmUp) {
            latenciesNs[index - warmUp] = System.nanoTime() - command.timestamp;
        }
        if (command.resultCode != CommandResultCode.SUCCESS) {
            refused++;
        }
        taken = index + 1;
    }

    private void prepare(final ExchangeApi api) throws ExecutionException, InterruptedException {
        require(
                "symbol",
                api.submitBinaryDataAsync(new BatchAddSymbolsCommand(CoreSymbolSpecification.builder()
                                .symbolId(SYMBOL)
                                .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
                                .baseCurrency(BASE_CURRENCY)
                                .quoteCurrency(QUOTE_CURRENCY)
                                .baseScaleK(1)
                                .quoteScaleK(1)
                                .takerFee(0)
                                .makerFee(0)
                                .build()))
                        .get());
        long transaction = 1;
        for (long user = 1; user <= USERS; user++) {
            require(
                    "user",
                    api.submitCommandAsync(ApiAddUser.builder().uid(user).build()).get());
            for (final int currency : new int[] {BASE_CURRENCY, QUOTE_CURRENCY}) {
                require(
                        "balance",
                        api.submitCommandAsync(ApiAdjustUserBalance.builder()
                                        .uid(user)
                                        .currency(currency)
                                        .amount(BALANCE)
                                        .transactionId(transaction++)
                                        .build())
                                .get());
            }
        }
        for (final ApiCommand order : flow.restingOrders()) {
            require("resting order", api.submitCommandAsync(order).get());
        }
    }

    private static void require(final String what, final CommandResultCode code) {
        if (code != CommandResultCode.SUCCESS && code != CommandResultCode.ACCEPTED) {
            throw new IllegalStateException(what + ": " + code);
        }
    }

    /** Its settings for latency, but with threads that yield and are not pinned, because there are more of them than cores. */
    private static ExchangeConfiguration configuration() {
        return ExchangeConfiguration.builder()
                .ordersProcessingCfg(OrdersProcessingConfiguration.DEFAULT)
                .initStateCfg(InitialStateConfiguration.cleanStart("PEER"))
                .performanceCfg(PerformanceConfiguration.latencyPerformanceBuilder()
                        .threadFactory(Thread::new)
                        .waitStrategy(CoreWaitStrategy.YIELDING)
                        .orderBookFactory(OrderBookDirectImpl::new)
                        .build())
                .reportsQueriesCfg(ReportsQueriesConfiguration.DEFAULT)
                .loggingCfg(LoggingConfiguration.DEFAULT)
                .serializationCfg(SerializationConfiguration.DEFAULT)
                .build();
    }

    private static long[] read(final Path file) throws IOException {
        final long[] values = new long[(int) (Files.size(file) / Long.BYTES)];
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
            for (int i = 0; i < values.length; i++) {
                values[i] = data.readLong();
            }
        }
        return values;
    }

    private static void write(final Path file, final long[] values) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
            for (final long value : values) {
                data.writeLong(value);
            }
        }
    }
}
