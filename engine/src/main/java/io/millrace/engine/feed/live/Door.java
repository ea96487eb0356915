package io.millrace.engine.feed.live;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.millrace.engine.Engine;
import io.millrace.engine.aeron.AeronTransport;
import io.millrace.engine.config.AeronAddress;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.IngressConfig;
import io.millrace.engine.feed.FeedRejectedException;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.NotUsed;
import io.millrace.engine.feed.RejectReason;
import io.millrace.engine.feed.Rejection;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.openhft.hashing.LongHashFunction;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of one stream: every message that comes is judged here, counted once, and passed on if it is good.
 *
 * <p>Feed thread. No allocation per message, except for the first few rejections. A stream whose transport was lost is opened
 * again; its senders have to define their instruments anew.
 */
final class Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int FRAGMENTS_PER_POLL = 256;
    private static final int EXCERPT_BYTES = 40;
    private static final int MAX_SENDERS = 1_024;
    private static final int MAX_FEEDS = 65_534;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final AeronTransport transport;
    private final AeronAddress address;
    private final EventGate gate;
    private final boolean strict;
    private final MessageReader reader;
    private final FeedEvent event = new FeedEvent();
    private final FeedTally tally = new FeedTally();
    private final AtomicCounter rejectedCounter;
    private final FragmentHandler handler = this::onFragment;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder definition = new InstrumentDefinedDecoder();
    private final FeedStatusDecoder status = new FeedStatusDecoder();
    private final Int2ObjectHashMap<Sender> senders = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<LiveFeed> feeds = new Long2ObjectHashMap<>();
    private final LiveFeed nameless;

    private Subscription subscription;
    private RuntimeException failure;
    private long lookedNs;
    private long nowNs;
    private boolean sawEnd;

    Door(
            final Engine engine,
            final AeronAddress address,
            final EventGate gate,
            final IngressConfig config,
            final boolean strict) {
        this.transport = engine.transport();
        this.address = address;
        this.gate = gate;
        this.strict = strict;
        reader = new MessageReader(TimeUnit.MILLISECONDS.toNanos(config.maxAheadMs()));
        rejectedCounter = engine.counter(EngineCounter.FEED_REJECTED);
        final byte[] identity = ("aeron\n" + address).getBytes(StandardCharsets.UTF_8);
        nameless = feed(LongHashFunction.xx3().hashBytes(identity), false);
        subscription = transport.subscribe(address);
    }

    private LiveFeed feed(final long fingerprint, final boolean numbered) {
        LiveFeed feed = feeds.get(fingerprint);
        if (feed == null) {
            feed = new LiveFeed(fingerprint, numbered, gate.position(fingerprint));
            feeds.put(fingerprint, feed);
        }
        return feed;
    }

    /** Takes what is there; returns how much it was. Throws what the handler could not, through Aeron. */
    int poll() {
        final int fragments = subscription.poll(handler, FRAGMENTS_PER_POLL);
        if (failure != null) {
            throw failure;
        }
        final long now = gate.nowNs();
        if (now - lookedNs > LOOK_NS || now < lookedNs) {
            lookedNs = now;
            look();
        }
        return fragments;
    }

    /** True when somebody has said that it ends, and everybody who sent events has. */
    boolean ended() {
        if (!sawEnd) {
            return false;
        }
        for (final LiveFeed feed : feeds.values()) {
            if (feed.told == LiveFeed.Told.STARTED || feed.told == LiveFeed.Told.STALE) {
                return false;
            }
        }
        return true;
    }

    /** What became of the messages. */
    FeedTally tally() {
        return tally;
    }

    /** Nothing more is taken: tells the journal of what was dropped last. */
    void settle() {
        feeds.values().forEach(gate::settle);
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header fragment) {
        if (failure != null) {
            return;
        }
        try {
            nowNs = gate.nowNs();
            final boolean whole = (fragment.flags() & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED;
            final RejectReason reason = whole
                    ? onMessage(sender(fragment.sessionId()), buffer, offset, length)
                    : RejectReason.MALFORMED_MESSAGE;
            if (reason != null) {
                reject(reason, buffer, offset, length);
            }
        } catch (final RuntimeException e) {
            failure = e;
        }
    }

    private Sender sender(final int sessionId) {
        Sender sender = senders.get(sessionId);
        if (sender == null) {
            if (senders.size() >= MAX_SENDERS) {
                forgetGone();
            }
            sender = new Sender(sessionId, nameless);
            senders.put(sessionId, sender);
        }
        return sender;
    }

    private RejectReason onMessage(final Sender sender, final DirectBuffer buffer, final int offset, final int length) {
        final RejectReason badFrame = reader.frame(buffer, offset, length);
        if (badFrame != null) {
            return badFrame;
        }
        return switch (reader.templateId()) {
            case InstrumentDefinedDecoder.TEMPLATE_ID -> onDefinition(sender, buffer, offset);
            case FeedStatusDecoder.TEMPLATE_ID -> onStatus(sender, buffer, offset);
            default -> onEvent(sender, buffer, offset);
        };
    }

    private RejectReason onEvent(final Sender sender, final DirectBuffer buffer, final int offset) {
        final RejectReason bad = reader.event(buffer, offset, nowNs, event);
        if (bad != null) {
            return bad;
        }
        final Sender.Known known = sender.instrument(reader.instrumentId());
        if (known == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final LiveFeed feed = sender.feed;
        if (!feed.numbered) {
            event.position = feed.lastPosition + 1;
        } else if (event.position == 0) {
            return RejectReason.BAD_POSITION;
        } else if (event.position <= feed.lastPosition) {
            tally.countSkipped();
            return null;
        }
        if (!gate.admits(feed)) {
            feed.lastPosition = event.position;
            tally.count(NotUsed.RING_FULL);
            return null;
        }
        final RejectReason refused = gate.publish(feed, known, event);
        if (refused == null) {
            tally.countTaken();
        }
        return refused;
    }

    private RejectReason onDefinition(final Sender sender, final DirectBuffer buffer, final int offset) {
        definition.wrapAndApplyHeader(buffer, offset, header);
        final Instrument instrument;
        final int id;
        try {
            instrument = new Instrument(
                    definition.symbol(), definition.venue(), definition.priceExponent(), definition.quantityExponent());
            id = gate.instrumentId(instrument);
        } catch (final ConfigurationError e) {
            return RejectReason.BAD_DEFINITION;
        }
        final RejectReason refused = sender.define(definition.instrumentId(), instrument, id);
        if (refused == null) {
            tally.count(NotUsed.DEFINITION);
        }
        return refused;
    }

    private RejectReason onStatus(final Sender sender, final DirectBuffer buffer, final int offset) {
        status.wrapAndApplyHeader(buffer, offset, header);
        final int state = status.stateRaw();
        if (state == FeedState.STARTED.value()) {
            if (feeds.size() >= MAX_FEEDS && !feeds.containsKey(status.fingerprint())) {
                return RejectReason.NO_ROOM;
            }
            if (status.fingerprint() != 0) {
                become(sender, feed(status.fingerprint(), true));
            }
        } else if (state == FeedState.ENDED.value()) {
            sawEnd = true;
            gate.ended(sender.feed, true);
        } else {
            return RejectReason.BAD_VALUE;
        }
        tally.count(NotUsed.FEED_STATUS);
        return null;
    }

    /** What the sender was before has ended, unless somebody else is that too. */
    private void become(final Sender sender, final LiveFeed feed) {
        final LiveFeed before = sender.feed;
        if (feed != before) {
            if (before.told == LiveFeed.Told.STARTED && !livesOn(sender)) {
                gate.ended(before, true);
            }
            sender.feed = feed;
        }
    }

    private void reject(final RejectReason reason, final DirectBuffer buffer, final int offset, final int length) {
        tally.count(reason);
        rejectedCounter.incrementRelease();
        if (!strict && !tally.keepsMore()) {
            return;
        }
        final Rejection rejection =
                new Rejection(address.toString(), tally.lines(), reason, excerpt(buffer, offset, length));
        if (tally.keepsMore()) {
            tally.keep(rejection);
        }
        if (strict) {
            throw new FeedRejectedException(rejection);
        }
    }

    private static String excerpt(final DirectBuffer buffer, final int offset, final int length) {
        final StringBuilder text = new StringBuilder(length + " bytes ");
        for (int i = 0; i < Math.min(length, EXCERPT_BYTES); i++) {
            final int value = buffer.getByte(offset + i);
            text.append(Character.forDigit((value >> 4) & 0xF, 16)).append(Character.forDigit(value & 0xF, 16));
        }
        return text.toString();
    }

    /** Off the way of events, ten times a second: who has gone, and is the stream still open? */
    private void look() {
        if (subscription.isClosed()) {
            forgetGone();
            reopen();
            return;
        }
        for (final Sender sender : senders.values()) {
            if (isGone(sender)) {
                forgetGone();
                return;
            }
        }
    }

    private boolean isGone(final Sender sender) {
        final Image image = subscription.isClosed() ? null : subscription.imageBySessionId(sender.sessionId);
        return image == null || image.isClosed();
    }

    private void forgetGone() {
        senders.values().removeIf(sender -> {
            final boolean gone = isGone(sender);
            if (gone && sender.feed.told == LiveFeed.Told.STARTED && !livesOn(sender)) {
                LOG.warn("{}: a sender is gone without having ended", address);
                gate.ended(sender.feed, false);
            }
            return gone;
        });
    }

    /** True when another sender of the same feed is there. */
    private boolean livesOn(final Sender gone) {
        return senders.values().stream().anyMatch(other -> other != gone && other.feed == gone.feed && !isGone(other));
    }

    private void reopen() {
        try {
            subscription = transport.subscribe(address);
            LOG.warn("{}: the stream is open again", address);
        } catch (final RuntimeException e) {
            LOG.warn("{}: the stream is lost ({}); trying again", address, e.getMessage());
            lookedNs += RETRY_NS;
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
