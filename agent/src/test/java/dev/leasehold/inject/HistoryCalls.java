// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.JdbcSession.SessionCall;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls that random histories are made of, by their work. */
final class HistoryCalls {

  /** After these a session is moved as before, or once its state has been given up. */
  static final Map<String, SessionCall> MOVABLE = new LinkedHashMap<>();

  /** After these a session stays for good. */
  static final Map<String, SessionCall> PINNING = new LinkedHashMap<>();

  /** Outside a transaction, all sessions of the database stay for good after these. */
  static final Map<String, SessionCall> DRAWN = new LinkedHashMap<>();

  private HistoryCalls() {}

  private static void sql(Map<String, SessionCall> to, String... statements) {
    for (String sql : statements) {
      to.put(sql, session -> session.execute(sql));
    }
  }

  static {
    settings();
    stateThatIsHeld();
    data();
    MOVABLE.putAll(JdbcCalls.all());
    sql(
        PINNING,
        "LISTEN $schema",
        "SET app.tenant = 'seven'",
        "SELECT set_config('app.tenant', 'eight', false)",
        "SELECT current_setting('app.tenant', true)",
        "SET standard_conforming_strings = off",
        "SET standard_conforming_strings = on",
        "LOAD 'no_such_library'",
        "SELECT pg_backend_pid() > 0");
    PINNING.put("notifications", DriverCalls::notifications);
    PINNING.put("random numbers", JdbcCalls::randomNumbers);
    sql(DRAWN, "SELECT lastval()", "SELECT currval('$schema.items_id_seq')");
  }

  private static void settings() {
    sql(
        MOVABLE,
        "SET statement_timeout = '50s'",
        "SET TimeZone = 'Asia/Tokyo'",
        "SET DateStyle = 'ISO, DMY'",
        "SET IntervalStyle = 'iso_8601'",
        "SET bytea_output = 'escape'",
        "SET work_mem = '3MB'",
        "SET search_path = pg_catalog, $schema",
        "SET LOCAL work_mem = '4MB'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "SET client_min_messages = 'error'",
        "RESET TimeZone",
        "RESET search_path",
        "RESET ALL",
        "DISCARD ALL",
        "SHOW statement_timeout",
        "SHOW search_path",
        "SELECT 'a\\b'",
        "SELECT interval '1 day 2 hours'",
        "SELECT timestamptz '2026-01-02 03:04:05+00' || current_setting('work_mem')",
        SETTINGS);
  }

  private static void stateThatIsHeld() {
    sql(
        MOVABLE,
        "CREATE TEMPORARY TABLE IF NOT EXISTS mine AS SELECT 7 AS seven",
        "DROP TABLE IF EXISTS mine",
        "SELECT seven FROM mine",
        "CREATE OR REPLACE FUNCTION pg_temp.nine() RETURNS int LANGUAGE sql AS 'SELECT 9'",
        "SELECT count(*) FROM pg_proc WHERE pronamespace = pg_my_temp_schema()",
        "DISCARD TEMP",
        "SELECT pg_advisory_lock_shared(7)",
        "SELECT pg_advisory_xact_lock_shared(8)",
        "SELECT pg_advisory_unlock_shared(7)",
        "SELECT pg_advisory_unlock_all()",
        "PREPARE own AS SELECT 'own'",
        "EXECUTE own",
        "DEALLOCATE ALL",
        "DISCARD PLANS",
        "SET ROLE other",
        "SET SESSION AUTHORIZATION other",
        "RESET ROLE",
        "SELECT current_user = 'other'",
        "DECLARE held CURSOR WITH HOLD FOR SELECT 'held'",
        "FETCH ALL FROM held",
        "CLOSE ALL",
        "PREPARE TRANSACTION '$schema'",
        "COMMIT PREPARED '$schema'",
        "ROLLBACK PREPARED '$schema'");
  }

  private static void data() {
    sql(
        MOVABLE,
        "SELECT 1 / 0",
        "SELECT no_such_column",
        "SELECT 1; SELECT 2",
        "INSERT INTO $schema.items (v) VALUES ('new')",
        "INSERT INTO $schema.items (id, v) VALUES (1, 'twice')",
        "SELECT count(*) FROM $schema.items",
        "DELETE FROM $schema.items WHERE id > 50 AND v = 'new'",
        "DO 'BEGIN RAISE WARNING ''careful''; END'",
        "NOTIFY $schema");
  }

  /** The settings of a session, but for the settings of libraries that it has loaded. */
  static final String SETTINGS =
      "SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings"
          + " WHERE name NOT LIKE 'transaction%' AND name NOT LIKE '%.%'"
          + " AND name <> 'application_name'"
          + " AND source IN ('session', 'client', 'default', 'database')";
}
