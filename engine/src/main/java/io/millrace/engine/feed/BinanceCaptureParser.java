package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Ascii;
import io.millrace.engine.feed.text.JsonCursor;
import io.millrace.engine.feed.text.Times;
import io.millrace.engine.input.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Raw captures of Binance's combined streams: the time of receipt, then the message, as {@code <ns> {json}} or as
 * cryptofeed's {@code <seconds.fraction>: {json}} with its lines about connections.
 *
 * <p>Takes {@code trade}, {@code aggTrade} and {@code bookTicker} messages of the one symbol. What else a venue sends
 * is not used: order book messages count as {@code depthUpdate} whatever their symbol, then trades and quotes of
 * another symbol as {@code other-symbol}, then all the rest (bars, snapshots, connection lines) as {@code other}.
 *
 * <p>The event time is the transaction time, {@code T}. Quotes of the spot market carry no time at all: they get the
 * newest venue time seen so far in the capture, in a message of any kind and symbol ({@code T}, or {@code E} where
 * there is no {@code T}), or their own time of receipt while none has been seen.
 *
 * <p>Feed thread; no allocation after construction.
 */
final class BinanceCaptureParser implements LineParser {

    private static final byte[] STREAM = ascii("stream");
    private static final byte[] DATA = ascii("data");
    private static final byte[] TRADE = ascii("trade");
    private static final byte[] AGGREGATED_TRADE = ascii("aggTrade");
    private static final byte[] BOOK_TICKER = ascii("bookTicker");
    private static final byte[] DEPTH = ascii("depth");
    private static final byte[] WEB_SOCKET = ascii("ws");
    private static final byte[] HTTP = ascii("http");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** What a stream carries, by the part of its name behind the first {@code @}. */
    private enum Message {
        TRADE,
        AGGREGATED_TRADE,
        BOOK_TICKER,
        DEPTH,
        OTHER
    }

    private final EventFields fields;
    private final byte[] lowerCaseSymbol;
    private final JsonCursor json = new JsonCursor();
    private final LetterFields letters = new LetterFields();
    private final FeedEvent scratch = new FeedEvent();
    private long newestVenueTimeNs;

    BinanceCaptureParser(EventFields fields, String symbol) {
        this.fields = fields;
        this.lowerCaseSymbol = ascii(symbol.toLowerCase(Locale.ROOT));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void observe(byte[] buffer, int start, int end) {
        parse(buffer, start, end, scratch);
    }

    @Override
    public Outcome parse(byte[] buffer, int start, int end, FeedEvent event) {
        if (!Ascii.isDigit(buffer[start])) {
            boolean connection = startsWith(buffer, start, end, WEB_SOCKET) || startsWith(buffer, start, end, HTTP);
            return connection ? NotUsed.OTHER : RejectReason.MALFORMED_LINE;
        }
        int timeEnd = start;
        while (timeEnd < end && buffer[timeEnd] != ' ' && buffer[timeEnd] != ':') {
            timeEnd++;
        }
        int afterTime = timeEnd < end && buffer[timeEnd] == ':' ? timeEnd + 1 : timeEnd;
        int bodyStart = Ascii.skipBlanks(buffer, afterTime, end);
        int bodyEnd = Ascii.trimEnd(buffer, bodyStart, end);
        if (bodyStart == afterTime || bodyStart >= bodyEnd) {
            return RejectReason.MALFORMED_LINE;
        }
        long receiveTimeNs = Times.parseAnyUnit(buffer, start, timeEnd);
        if (receiveTimeNs == Times.BAD) {
            return RejectReason.BAD_TIME;
        }
        byte opening = buffer[bodyStart];
        byte closing = buffer[bodyEnd - 1];
        if (opening == '[' && closing == ']') {
            return NotUsed.OTHER;
        }
        if (opening != '{' || closing != '}') {
            return RejectReason.MALFORMED_LINE;
        }
        json.wrap(buffer, bodyStart, bodyEnd);
        return envelope(buffer, receiveTimeNs, event);
    }

    /** The outer object: the stream's name, then its data; in the other order too. */
    private Outcome envelope(byte[] buffer, long receiveTimeNs, FeedEvent event) {
        json.enterObject();
        Message message = null;
        Outcome outcome = null;
        int dataPosition = -1;
        JsonCursor.Step step = json.nextKey();
        for (; step == JsonCursor.Step.KEY; step = json.nextKey()) {
            if (json.keyIs(STREAM)) {
                if (!json.scalar()) {
                    return RejectReason.MALFORMED_LINE;
                }
                message = messageOf(buffer, json.valueStart(), json.valueEnd());
            } else if (json.keyIs(DATA) && message != null) {
                outcome = data(buffer, message, receiveTimeNs, event);
                if (outcome != Taken.TAKEN) {
                    return outcome;
                }
            } else {
                dataPosition = json.keyIs(DATA) ? json.position() : dataPosition;
                if (!json.skipValue()) {
                    return RejectReason.MALFORMED_LINE;
                }
            }
        }
        if (step != JsonCursor.Step.END || !json.atEnd()) {
            return RejectReason.MALFORMED_LINE;
        }
        if (outcome == null && message != null && dataPosition >= 0) {
            json.position(dataPosition);
            outcome = data(buffer, message, receiveTimeNs, event);
        }
        if (outcome == null) {
            return message == null ? NotUsed.OTHER : RejectReason.MALFORMED_LINE;
        }
        if (outcome == Taken.TAKEN) {
            noteVenueTime(buffer);
        }
        return outcome;
    }

    private static Message messageOf(byte[] buffer, int start, int end) {
        int from = start;
        while (from < end && buffer[from] != '@' && buffer[from] != '!') {
            from++;
        }
        from = Math.min(end, from + 1);
        int to = from;
        while (to < end && buffer[to] != '@') {
            to++;
        }
        if (is(buffer, from, to, TRADE)) {
            return Message.TRADE;
        }
        if (is(buffer, from, to, AGGREGATED_TRADE)) {
            return Message.AGGREGATED_TRADE;
        }
        if (is(buffer, from, to, BOOK_TICKER)) {
            return Message.BOOK_TICKER;
        }
        return startsWith(buffer, from, to, DEPTH) ? Message.DEPTH : Message.OTHER;
    }

    private Outcome data(byte[] buffer, Message message, long receiveTimeNs, FeedEvent event) {
        boolean used = message != Message.DEPTH && message != Message.OTHER;
        letters.nextMessage();
        boolean whole = readLetters(buffer, used);
        if (!used) {
            noteVenueTime(buffer);
            return message == Message.DEPTH ? NotUsed.DEPTH_UPDATE : NotUsed.OTHER;
        }
        if (!whole || !letters.has('s')) {
            return RejectReason.MALFORMED_LINE;
        }
        if (!Ascii.equalsIgnoreCase(buffer, letters.start('s'), letters.end('s'), lowerCaseSymbol)) {
            noteVenueTime(buffer);
            return NotUsed.OTHER_SYMBOL;
        }
        fields.clear();
        boolean complete = message == Message.BOOK_TICKER
                ? quote(buffer, receiveTimeNs, event)
                : trade(buffer, message == Message.TRADE ? 't' : 'a', receiveTimeNs, event);
        return complete ? fields.outcome() : RejectReason.MALFORMED_LINE;
    }

    /** Notes the values of one-letter keys; of a message that is not used only those before its first nested value. */
    private boolean readLetters(byte[] buffer, boolean all) {
        if (!json.enterObject()) {
            return false;
        }
        JsonCursor.Step step = json.nextKey();
        for (; step == JsonCursor.Step.KEY; step = json.nextKey()) {
            boolean nested = json.atNested();
            if (nested && !all) {
                return false;
            }
            if (!json.skipValue()) {
                return false;
            }
            if (!nested && json.keyEnd() - json.keyStart() == 1) {
                letters.put(buffer[json.keyStart()], json.valueStart(), json.valueEnd());
            }
        }
        return step == JsonCursor.Step.END;
    }

    private boolean trade(byte[] buffer, char idLetter, long receiveTimeNs, FeedEvent event) {
        if (!letters.has(idLetter)
                || !letters.has('p')
                || !letters.has('q')
                || !letters.has('T')
                || !letters.has('m')) {
            return false;
        }
        long venueId = fields.count(buffer, letters.start(idLetter), letters.end(idLetter));
        event.price = fields.price(buffer, letters.start('p'), letters.end('p'));
        event.quantity = fields.positiveQuantity(buffer, letters.start('q'), letters.end('q'));
        long timeNs = fields.time(time(buffer, 'T'));
        boolean buyerIsMaker = is(buffer, letters.start('m'), letters.end('m'), TRUE);
        event.aggressor = buyerIsMaker ? FeedEvent.AGGRESSOR_SELLER : FeedEvent.AGGRESSOR_BUYER;
        event.begin(FeedEvent.Kind.TRADE, timeNs, receiveTimeNs, venueId);
        return buyerIsMaker || is(buffer, letters.start('m'), letters.end('m'), FALSE);
    }

    private boolean quote(byte[] buffer, long receiveTimeNs, FeedEvent event) {
        if (!letters.has('u') || !letters.has('b') || !letters.has('B') || !letters.has('a') || !letters.has('A')) {
            return false;
        }
        long venueId = fields.count(buffer, letters.start('u'), letters.end('u'));
        event.bidQuantity = fields.quantity(buffer, letters.start('B'), letters.end('B'));
        event.bidPrice = fields.sidePrice(event.bidQuantity, buffer, letters.start('b'), letters.end('b'));
        event.askQuantity = fields.quantity(buffer, letters.start('A'), letters.end('A'));
        event.askPrice = fields.sidePrice(event.askQuantity, buffer, letters.start('a'), letters.end('a'));
        event.begin(FeedEvent.Kind.QUOTE, quoteTime(buffer, receiveTimeNs), receiveTimeNs, venueId);
        return true;
    }

    private long quoteTime(byte[] buffer, long receiveTimeNs) {
        if (letters.has('T')) {
            return fields.time(time(buffer, 'T'));
        }
        if (letters.has('E')) {
            return fields.time(time(buffer, 'E'));
        }
        return newestVenueTimeNs > 0 ? newestVenueTimeNs : receiveTimeNs;
    }

    private void noteVenueTime(byte[] buffer) {
        if (letters.has('T')) {
            newestVenueTimeNs = Math.max(newestVenueTimeNs, time(buffer, 'T'));
        } else if (letters.has('E')) {
            newestVenueTimeNs = Math.max(newestVenueTimeNs, time(buffer, 'E'));
        }
    }

    private long time(byte[] buffer, char letter) {
        return Times.parseAnyUnit(buffer, letters.start(letter), letters.end(letter));
    }

    private static boolean is(byte[] buffer, int start, int end, byte[] text) {
        return end - start == text.length && startsWith(buffer, start, end, text);
    }

    private static boolean startsWith(byte[] buffer, int start, int end, byte[] text) {
        if (end - start < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (buffer[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
