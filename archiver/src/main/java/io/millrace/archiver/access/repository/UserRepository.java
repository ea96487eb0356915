package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Profile;
import io.millrace.archiver.access.row.UserActivity;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Users, who need not register: a profile is made when one is needed. Any thread.
 *
 * <p>What names a user acts for him; lists over all users are for maintenance:
 * {@link io.millrace.archiver.access.connection.Transactions#forMaintenance}.
 */
public final class UserRepository extends BaseRepository<Profile, UUID> {
    private static final String COLUMNS =
            "id, email, full_name, is_anonymous, preferences, last_active_at, created_at, updated_at";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO profiles (id, email, full_name, is_anonymous, preferences, last_active_at)
            VALUES (:id, :email, :fullName, :isAnonymous, :preferences, :lastActiveAt)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM profiles WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS
            + " FROM profiles WHERE (created_at, id) < (:afterTime, :afterId::uuid)"
            + " ORDER BY created_at DESC, id DESC LIMIT :limit");
    private static final Sql UPDATE = Sql.update("""
            UPDATE profiles SET email = :email, full_name = :fullName, is_anonymous = :isAnonymous, preferences = :preferences,
                last_active_at = :lastActiveAt
            WHERE id = :id
            RETURNING\s""" + COLUMNS);
    private static final Sql DELETE = Sql.delete("DELETE FROM profiles WHERE id = :id");
    private static final Sql ANONYMOUS = Sql.insert("""
            INSERT INTO profiles (id, is_anonymous, last_active_at) VALUES (:id, true, now())
            RETURNING\s""" + COLUMNS);
    private static final Sql ENSURE = Sql.insert("""
            INSERT INTO profiles (id, is_anonymous, last_active_at) VALUES (:id, true, now())
            ON CONFLICT ON CONSTRAINT profiles_pkey DO UPDATE SET last_active_at = excluded.last_active_at
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_EMAIL = Sql.select("SELECT " + COLUMNS + " FROM profiles WHERE email = :email");
    private static final Sql COUNT = Sql.select("SELECT count(*) FROM stock_analyses WHERE user_id = :userId");
    private static final Sql ACTIVITY = Sql.select("""
            SELECT p.id AS user_id, count(a.id) AS analysis_count, count(DISTINCT a.symbol) AS symbol_count,
                min(a.created_at) AS first_analysis_at, max(a.created_at) AS last_analysis_at, p.last_active_at
            FROM profiles p LEFT JOIN stock_analyses a ON a.user_id = p.id
            WHERE p.id = :userId
            GROUP BY p.id, p.last_active_at
            """);

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int EMAIL_LENGTH = 320;
    private static final int NAME_LENGTH = 500;

    public UserRepository(Transactions transactions) {
        super(
                transactions,
                new Crud(INSERT, BY_ID, LIST, UPDATE, DELETE, "00000000-0000-0000-0000-000000000000"),
                Profile.class);
    }

    @Override
    public Profile create(Profile candidate) {
        checks("create").required("profile", candidate).required("id", candidate.id());
        return transactions().actingFor(candidate.id(), () -> super.create(candidate));
    }

    @Override
    public Optional<Profile> findById(UUID id) {
        checks("findById").required("id", id);
        return transactions().actingFor(id, () -> super.findById(id));
    }

    @Override
    public Optional<Profile> update(Profile changed) {
        checks("update").required("profile", changed).required("id", changed.id());
        return transactions().actingFor(changed.id(), () -> super.update(changed));
    }

    @Override
    public boolean delete(UUID id) {
        checks("delete").required("id", id);
        return transactions().actingFor(id, () -> super.delete(id));
    }

    /** Makes an anonymous user with a new UUID. */
    public Profile createAnonymousProfile() {
        UUID id = UUID.randomUUID();
        return transactions()
                .actingFor(
                        id,
                        () -> call("createAnonymousProfile", ANONYMOUS)
                                .bind("id", id)
                                .one(Profile.class));
    }

    /**
     * The profile of a user, made where it is not there yet; counts as a sign of life.
     *
     * @param userId a UUID as text, as it comes from outside
     */
    public Profile ensureProfile(String userId) {
        UUID id = checks("ensureProfile").uuid("userId", userId);
        return transactions()
                .actingFor(
                        id, () -> call("ensureProfile", ENSURE).bind("id", id).one(Profile.class));
    }

    public Optional<Profile> findByEmail(String email) {
        checks("findByEmail").text("email", email, EMAIL_LENGTH);
        return transactions()
                .forMaintenance(() -> call("findByEmail", BY_EMAIL)
                        .bind("email", email.toLowerCase(Locale.ROOT))
                        .find(Profile.class));
    }

    /** Analyses that were made for a user. */
    public long analysisCount(UUID userId) {
        checks("analysisCount").required("userId", userId);
        return transactions()
                .actingFor(
                        userId,
                        () -> call("analysisCount", COUNT)
                                .bind("userId", userId)
                                .one(Long.class));
    }

    /** What a user has had analysed; empty where there is no such user. */
    public Optional<UserActivity> activity(UUID userId) {
        checks("activity").required("userId", userId);
        return transactions()
                .actingFor(
                        userId,
                        () -> call("activity", ACTIVITY).bind("userId", userId).find(UserActivity.class));
    }

    @Override
    void check(Checks checks, Profile profile) {
        checks.required("profile", profile)
                .required("id", profile.id())
                .optionalText("email", profile.email(), EMAIL_LENGTH)
                .rule(
                        "email",
                        profile.email() == null
                                ? profile.isAnonymous()
                                : EMAIL.matcher(profile.email()).matches()
                                        && profile.email()
                                                .equals(profile.email().toLowerCase(Locale.ROOT)),
                        "not an address in lower case, which a known user has")
                .optionalText("fullName", profile.fullName(), NAME_LENGTH)
                .required("preferences", profile.preferences());
    }

    /** A profile to create: known by address. */
    public static Profile known(String email, String fullName) {
        return new Profile(
                UUID.randomUUID(),
                email.toLowerCase(Locale.ROOT),
                fullName,
                false,
                Json.EMPTY_OBJECT,
                null,
                null,
                null);
    }
}
