package io.millrace.engine.config;

import io.aeron.ChannelUri;

/**
 * Where a stream of messages is: a channel and the number of a stream on it. Immutable; any thread.
 *
 * @param channel {@code aeron:ipc} or {@code aeron:udp?endpoint=host:port}, with whatever other parameters Aeron knows
 * @param streamId number of the stream on the channel, from 1
 */
public record AeronAddress(String channel, int streamId) {
    static final ValueRange STREAM_ID = ValueRange.whole(1, Integer.MAX_VALUE);

    private static final String CHANNEL_ALLOWED = "must be aeron:ipc or aeron:udp?endpoint=HOST:PORT";
    private static final String PREFIX = "aeron:";

    public AeronAddress {
        if (!isChannel(channel)) {
            throw new InvalidValueException("channel", channel, CHANNEL_ALLOWED);
        }
        STREAM_ID.require("stream-id", streamId);
    }

    /**
     * Reads {@code CHANNEL:STREAM}. A channel has colons of its own, so the stream is what stands behind the last one; its
     * {@code aeron:} may be left out.
     *
     * @param what the option, for the error
     */
    public static AeronAddress parse(String what, String text) {
        int colon = text.lastIndexOf(':');
        String channel = colon < 0 ? "" : text.substring(0, colon);
        double streamId = STREAM_ID.parse(text.substring(colon + 1));
        if (!channel.startsWith(PREFIX)) {
            channel = PREFIX + channel;
        }
        if (!isChannel(channel) || !STREAM_ID.allows(streamId)) {
            throw new ConfigurationError(what + ' ' + text
                    + ": write CHANNEL:STREAM, such as aeron:ipc:1001 or aeron:udp?endpoint=localhost:40123:1001");
        }
        return new AeronAddress(channel, (int) streamId);
    }

    private static boolean isChannel(String channel) {
        try {
            ChannelUri uri = ChannelUri.parse(channel);
            boolean reachable = uri.isIpc() || uri.containsKey("endpoint") || uri.containsKey("control");
            return uri.prefix().isEmpty() && (uri.isIpc() || uri.isUdp()) && reachable;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return channel + ':' + streamId;
    }
}
