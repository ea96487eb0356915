package io.millrace.tools.torture.live;

import io.millrace.tools.database.ScratchServer;
import java.util.Locale;

/** What can be wrong with a database while an archiver writes to it. */
enum DatabaseTrouble {
    /** All its processes are killed and started again, over and over. */
    KILLED("PostgreSQL is killed and started again, over and over", true) {
        @Override
        void step(final DatabasePlace place) throws Exception {
            place.server().crash();
            place.server().start();
            Waiting.millis(BETWEEN_RESTARTS_MS);
        }
    },
    /** It is stopped: nobody listens. */
    REFUSING("PostgreSQL refuses connections", true) {
        @Override
        void begin(final DatabasePlace place) throws Exception {
            place.server().stop();
        }

        @Override
        void end(final DatabasePlace place) throws Exception {
            place.server().start();
        }
    },
    /** The link to it takes its time with each 4 KiB. */
    SLOW("the link to PostgreSQL is slow", false) {
        @Override
        void begin(final DatabasePlace place) {
            place.link().delay(SLOW_MS);
        }

        @Override
        void end(final DatabasePlace place) {
            place.link().delay(0);
        }
    },
    /** All its processes are stopped where they are. */
    FROZEN("PostgreSQL is frozen", false) {
        @Override
        void begin(final DatabasePlace place) throws Exception {
            place.server().freeze();
        }

        @Override
        void end(final DatabasePlace place) throws Exception {
            place.server().thaw();
        }
    },
    /** Its disk has no byte left. */
    FULL("PostgreSQL's disk is full", true) {
        @Override
        void begin(final DatabasePlace place) throws Exception {
            place.disk().fillUpTo(0);
        }

        @Override
        void end(final DatabasePlace place) throws Exception {
            place.disk().clear();
        }
    },
    /** It takes no writes. */
    READ_ONLY("PostgreSQL is read-only", true) {
        @Override
        void begin(final DatabasePlace place) {
            place.server().readOnly(true);
        }

        @Override
        void end(final DatabasePlace place) {
            place.server().readOnly(false);
        }
    },
    /** An operator restarts it, over and over. */
    RESTARTED("PostgreSQL is restarted, over and over", true) {
        @Override
        void step(final DatabasePlace place) throws Exception {
            place.server().stop();
            place.server().start();
            Waiting.millis(BETWEEN_RESTARTS_MS);
        }
    },
    /** An operator ends the archiver's connections, over and over. */
    TERMINATED("PostgreSQL ends the archiver's connections, over and over", true) {
        @Override
        void step(final DatabasePlace place) throws Exception {
            place.server().terminateArchivers(place.database());
            Waiting.millis(BETWEEN_TERMINATIONS_MS);
        }
    };

    private static final int SLOW_MS = 40;
    private static final int BETWEEN_RESTARTS_MS = 1_000;
    private static final int BETWEEN_TERMINATIONS_MS = 300;
    private static final int STEP_MS = 50;

    private final String title;
    private final boolean told;

    DatabaseTrouble(final String title, final boolean told) {
        this.title = title;
        this.told = told;
    }

    /**
     * Where it happens.
     *
     * @param link before the server
     * @param disk of the database, or null
     */
    record DatabasePlace(ScratchServer server, String database, SlowLink link, SmallDisk disk) {}

    /** The name of its fault. */
    String label() {
        return "database-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** Whether an archiver must notice it within seconds and say so. */
    boolean told() {
        return told;
    }

    /** It begins. */
    void begin(final DatabasePlace place) throws Exception {
        // Most are over and over, not from one moment to another.
    }

    /** It goes on; called until its time is over. */
    void step(final DatabasePlace place) throws Exception {
        Waiting.millis(STEP_MS);
    }

    /** It ends. */
    void end(final DatabasePlace place) throws Exception {
        // As above.
    }
}
