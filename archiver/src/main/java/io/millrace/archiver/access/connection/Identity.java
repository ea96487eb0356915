package io.millrace.archiver.access.connection;

/**
 * On whose behalf a transaction works: the audit entries that it causes name it, and row-level security shows what it may see.
 * Immutable.
 *
 * @param actor component or person that acts, such as {@code data-service}; empty for the database role
 * @param userId the user, whose rows are seen; empty where there is none
 * @param maintenance true where the rows of all users are seen
 */
public record Identity(String actor, String userId, boolean maintenance) {
    /** Nobody in particular. */
    public static final Identity NONE = new Identity("", "", false);

    public static Identity of(String actor, String userId) {
        return new Identity(actor, userId, false);
    }

    public static Identity ofComponent(String actor) {
        return new Identity(actor, "", false);
    }

    Identity forUser(String newUserId) {
        return new Identity(actor, newUserId, maintenance);
    }

    Identity forMaintenance() {
        return new Identity(actor, userId, true);
    }
}
