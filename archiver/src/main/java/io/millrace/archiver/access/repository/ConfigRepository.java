package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Configuration;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings, each with a version. Any thread. The database counts versions, keeps the old values and writes the audit entries. What
 * changes an engine goes through that engine, as a record of its journal.
 */
public final class ConfigRepository extends Repository {
    private static final String COLUMNS =
            "config_type, config_key, config_value, version, is_secret, description, updated_at, updated_by";

    private static final Sql GET = Sql.select("SELECT " + COLUMNS
            + " FROM system_configurations WHERE config_type = :configType AND config_key = :configKey");
    private static final Sql BY_TYPE = Sql.select(
            "SELECT " + COLUMNS + " FROM system_configurations WHERE config_type = :configType ORDER BY config_key");
    private static final Sql ALL = Sql.select("SELECT " + COLUMNS
            + " FROM system_configurations WHERE (updated_at, config_type || '/' || config_key) < (:afterTime, :afterId)"
            + " ORDER BY updated_at DESC, config_type || '/' || config_key DESC LIMIT :limit");
    private static final Sql SET = Sql.insert("""
            INSERT INTO system_configurations (config_type, config_key, config_value, is_secret, description)
            VALUES (:configType, :configKey, :configValue, :isSecret, :description)
            ON CONFLICT ON CONSTRAINT system_configurations_pkey DO UPDATE
            SET config_value = excluded.config_value, is_secret = excluded.is_secret,
                description = coalesce(excluded.description, system_configurations.description)
            RETURNING\s""" + COLUMNS);
    private static final Sql SET_IF_VERSION = Sql.update("""
            UPDATE system_configurations SET config_value = :configValue
            WHERE config_type = :configType AND config_key = :configKey AND version = :version
            RETURNING\s""" + COLUMNS);
    private static final Sql REMOVE =
            Sql.delete("DELETE FROM system_configurations WHERE config_type = :configType AND config_key = :configKey");

    private static final Set<String> TYPES = Set.of("scheduler", "trading", "auth", "api", "system");
    private static final String SCHEDULER = "scheduler";
    private static final int TYPE_LENGTH = 100;
    private static final int KEY_LENGTH = 200;
    private static final int TEXT_LENGTH = 10_000;

    public ConfigRepository(Transactions transactions) {
        super(transactions);
    }

    public Optional<Configuration> getConfig(String configType, String configKey) {
        checks("getConfig").text("configType", configType, TYPE_LENGTH).text("configKey", configKey, KEY_LENGTH);
        return call("getConfig", GET)
                .bind("configType", configType)
                .bind("configKey", configKey)
                .find(Configuration.class);
    }

    /** Sets a value that is no secret. */
    public Configuration setConfig(String configType, String configKey, Json configValue) {
        return setConfig(configType, configKey, configValue, false, null);
    }

    /**
     * Sets a value.
     *
     * @param isSecret the value stays out of the audit trail
     * @param description words; null for what is there
     */
    public Configuration setConfig(
            String configType, String configKey, Json configValue, boolean isSecret, String description) {
        check(checks("setConfig"), configType, configKey, configValue)
                .optionalText("description", description, TEXT_LENGTH);
        return call("setConfig", SET)
                .bind("configType", configType)
                .bind("configKey", configKey)
                .bind("configValue", configValue)
                .bind("isSecret", isSecret)
                .bind("description", description)
                .one(Configuration.class);
    }

    /** Sets a value where the version is still the one that the caller has seen; empty where it is not. */
    public Optional<Configuration> setConfigIfVersion(
            String configType, String configKey, Json configValue, int version) {
        check(checks("setConfigIfVersion"), configType, configKey, configValue)
                .whole("version", version, 1, Integer.MAX_VALUE);
        return call("setConfigIfVersion", SET_IF_VERSION)
                .bind("configType", configType)
                .bind("configKey", configKey)
                .bind("configValue", configValue)
                .bind("version", version)
                .find(Configuration.class);
    }

    /** All of one type, by name; there are few. */
    public List<Configuration> getConfigsByType(String configType) {
        checks("getConfigsByType").text("configType", configType, TYPE_LENGTH);
        return call("getConfigsByType", BY_TYPE).bind("configType", configType).list(Configuration.class);
    }

    /** All, the last changed first. */
    public Page<Configuration> list(PageRequest page) {
        return page("list", call("list", ALL), page, "", Configuration.class);
    }

    /** The settings of the scheduler, by name. */
    public List<Configuration> getSchedulerConfig() {
        return call("getSchedulerConfig", BY_TYPE).bind("configType", SCHEDULER).list(Configuration.class);
    }

    /** Sets a value of the scheduler. */
    public Configuration saveSchedulerConfig(String configKey, Json configValue) {
        return setConfig(SCHEDULER, configKey, configValue);
    }

    /** Removes a setting; true where there was one. */
    public boolean remove(String configType, String configKey) {
        checks("remove").text("configType", configType, TYPE_LENGTH).text("configKey", configKey, KEY_LENGTH);
        return call("remove", REMOVE)
                        .bind("configType", configType)
                        .bind("configKey", configKey)
                        .execute()
                > 0;
    }

    private static Checks check(Checks checks, String configType, String configKey, Json configValue) {
        return checks.oneOf("configType", configType, TYPES)
                .text("configKey", configKey, KEY_LENGTH)
                .required("configValue", configValue);
    }
}
