package io.millrace.tools.example;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalDecoder;
import java.io.PrintStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Subscribes to an engine and prints its signals: what a trading program needs, and no more. One thread.
 *
 * <p>Arguments: directory of the media driver ({@code DATA/aeron}), channel, stream.
 */
public final class SignalClient implements FragmentHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SignalDecoder signal = new SignalDecoder();
    private final PrintStream out;
    private long lastSequence;

    SignalClient(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        // Aeron's own error handler ends the process when the driver goes; this one lets the loop below end.
        Aeron.Context context = new Aeron.Context()
                .aeronDirectoryName(arguments[0])
                .errorHandler(problem -> System.err.println(problem.getMessage()));
        try (Aeron aeron = Aeron.connect(context);
                Subscription subscription = aeron.addSubscription(arguments[1], Integer.parseInt(arguments[2]))) {
            SignalClient client = new SignalClient(System.out);
            IdleStrategy idle = new BackoffIdleStrategy();
            while (!subscription.isClosed()) {
                idle.idle(subscription.poll(client, 16));
            }
        }
    }

    /** One message is one record, the bytes of the journal; prices are mantissas, see InstrumentDefined. */
    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header frame) {
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return;
        }
        // Every record begins with its sequence; Aeron's reserved value is that of the published record before it.
        long sequence = buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH);
        if (lastSequence != 0 && frame.reservedValue() != lastSequence) {
            out.println("missed something between " + lastSequence + " and " + sequence + ": look into the journal");
        }
        lastSequence = sequence;
        if (header.templateId() == SignalDecoder.TEMPLATE_ID) {
            signal.wrapAndApplyHeader(buffer, offset, header);
            out.println(sequence + " " + signal.action() + " instrument " + signal.instrumentId() + " entry "
                    + signal.entryPrice() + " stop " + signal.stopLoss() + " target " + signal.takeProfit());
        }
    }
}
