-- An event that no start of the engine got past is set aside; FeedStatus QUARANTINED stands in its place.

ALTER TABLE feed_events
    DROP CONSTRAINT feed_events_state_known,
    ADD CONSTRAINT feed_events_state_known CHECK (state IN (
        'STARTED', 'ENDED', 'GAP', 'OUT_OF_ORDER', 'DUPLICATE', 'STALE', 'RECONNECTED', 'QUARANTINED'));

COMMENT ON COLUMN feed_events.state IS 'STARTED, ENDED, GAP, OUT_OF_ORDER, DUPLICATE, STALE, RECONNECTED or QUARANTINED.';
COMMENT ON COLUMN feed_events.fingerprint IS 'STARTED: identity of the source, equal for the same content. QUARANTINED: digest of the event that was set aside.';
COMMENT ON COLUMN feed_events.event_count IS 'GAP: ids missing. DUPLICATE: events dropped since the last record of the feed. QUARANTINED: starts that failed on the event.';
