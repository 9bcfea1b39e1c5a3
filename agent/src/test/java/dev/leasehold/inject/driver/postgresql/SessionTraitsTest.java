// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words that may be the name of a column, or may leave state. {@code HandOverStateTest} shows the
 * state.
 */
class SessionTraitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT load FROM hosts",
        "SELECT a.load, b.listen FROM hosts a, ports b WHERE a.load > 0.5 ORDER BY load",
        "INSERT INTO hosts (name, load) VALUES ('one', 0.5)",
        "SELECT load % 2 FROM hosts",
        "SELECT * FROM metrics WHERE name = 'load'",
        "SELECT data -> 'load' ->> 'cpu', data ->> 'load' FROM metrics",
        "SELECT * FROM cargo WHERE kind IN ('pay load', 'load')",
        "SELECT listen, set_limit, isn_weak FROM ports",
        "SHOW standard_conforming_strings",
        "UPDATE ports SET listen = true",
        "CREATE TABLE doc (_shared bool, pg_backend_pid int, dblink text)",
        "SELECT id FROM dblink_jobs",
        "SELECT execute FROM rights WHERE kind = 'set'",
        "INSERT INTO rights (name, \"execute\") VALUES ('set', true)",
        "GRANT EXECUTE ON FUNCTION enter() TO app; SELECT 'set'",
        "CREATE TRIGGER enter AFTER INSERT ON gate EXECUTE FUNCTION enter('set')",
        "/* seven */ UPDATE games SET seed = 7",
        "SELECT 1; -- seven\n UPDATE games SET seed = 7",
        "UPDATE people SET addr.city = $1 WHERE id = $2",
        "UPDATE people AS p SET \"addr\".city = 'it''s'",
        "INSERT INTO people VALUES ($1) ON CONFLICT (id) DO UPDATE SET addr.city = $2",
        "WITH a AS (SELECT $1 AS id) UPDATE people SET addr.city = $2 FROM a",
        "INSERT INTO people VALUES ('it''s; SET') ON CONFLICT (id) DO UPDATE SET addr.city = 'a'",
        "INSERT INTO people VALUES ($$;$$) ON CONFLICT (id) DO UPDATE SET addr.city = $1",
        "UPDATE \"it's; a\" SET addr.city = $1",
        "UPDATE \"größe\" SET größe.länge = '1'; UPDATE 長さ SET 長さ.値 = 1",
        "SELECT naïve·set addr.city FROM a",
        "SELECT \"set\" FROM a.b WHERE \"set\" = 'a.b'",
        "/* SET app.x = 1 */ SELECT 1",
        "-- LISTEN 'x'; SET app.x = 1\r\nSELECT 1",
        "SELECT 1 -- setseed() \n + 2 /* SET app.x = 1 /* nested */ SET app.y = 2 */",
        "/*+ Set(a.b 1) */ SELECT 1 /* dblink() pg_backend_pid() currval() */",
        "/* it's */ UPDATE people SET addr.city = '/*' /* SET app.x = 1 */"
      })
  void aNameThatIsAWordOfAStatementIsNoReason(String sql) {
    assertThat(SessionTraits.of(sql).pinning()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "LOAD 'auto_explain'                                  ! executed LOAD",
        "load'auto_explain'                                   ! executed LOAD",
        "LOAD '$libdir/plugins/auto_explain'                  ! executed LOAD",
        "LOAD'/opt/auto_explain'                              ! executed LOAD",
        "LOAD E'auto_explain'                                 ! executed LOAD",
        "LOAD U&'auto_explain'                                ! executed LOAD",
        "LOAD $$auto_explain$$                                ! executed LOAD",
        "LOAD /* it */ 'auto_explain'                         ! executed LOAD",
        "DO 'BEGIN EXECUTE ''LOAD ''''auto_explain''''''; END' ! executed LOAD",
        "DO $$BEGIN EXECUTE 'LOAD ' || quote_literal('x'); END$$ ! executed LOAD",
        "DO $$BEGIN EXECUTE format('LOAD %L', 'x'); END$$     ! executed LOAD",
        "DO $$BEGIN EXECUTE 'load' || quote_literal('x'); END$$ ! executed LOAD",
        "DO $$BEGIN EXECUTE 'LOAD''' || x || ''''; END$$      ! executed LOAD",
        "DO $$BEGIN EXECUTE format('LOAD %1$L', 'x'); END$$   ! executed LOAD",
        "SET standard_conforming_strings = off                ! prepared statements were read",
        "SELECT set_config('standard_conforming_strings', 'off', false) ! prepared statements were read",
        "listen changes                                       ! executed LISTEN",
        "SELECT 1; LISTEN \"changes\"                         ! executed LISTEN",
        "/* orders */ LISTEN changes                          ! executed LISTEN",
        "SELECT pg_catalog.\"set_limit\" (0.8)                ! called set_limit",
        "SELECT isn_weak/* on */(true)                        ! called isn_weak",
        "SELECT dblink_connect('host=one')                    ! called dblink",
        "SELECT pg_backend_pid ()                             ! number of its session",
        "DO $$ $_SHARED{tenant} = 7 $$ LANGUAGE plperl        ! PL/Perl",
        "DO $$ my %s = %_SHARED $$ LANGUAGE plperl            ! PL/Perl",
        "DO $$ @_SHARED{'a', 'b'} = (1, 2) $$ LANGUAGE plperl ! PL/Perl",
        "DO $$BEGIN EXECUTE concat('SET ', 'app.x = 1'); END$$ ! name is not in its text",
        "DO $$BEGIN EXECUTE'SET ' || 'app.x = 1'; END$$       ! name is not in its text",
        "DO $$BEGIN EXECUTE ('SET ' || 'app.x = 1'); END$$    ! name is not in its text",
        "DO $$DECLARE q text := 'SET '; BEGIN EXECUTE q || 'app.x = 1'; END$$ ! name is not in its text",
        "DO $$DECLARE \"q\" text := 'SET '; BEGIN EXECUTE \"q\" || 'app.x = 1'; END$$ ! name is not in its text",
        "UPDATE a SET b.c = run('SET app.x = 1')              ! application's own",
        "SELECT run(';UPDATE ', 'SET app.x = 1')              ! application's own",
        "SELECT run($a$;UPDATE $a$, 'SET app.x = 1')          ! application's own",
        "SELECT 1; /* ; UPDATE */ SET app.x = 1               ! application's own",
        "/* update people p set p.name = 'a' */ SET app.x = 1 ! application's own",
        "/* one /* two */ */ SET app.x = 1                    ! application's own",
        "`-- update\nSET app.x = 1`                           ! application's own",
        "`-- update\rSET app.x = 1`                           ! application's own",
        "`SET -- it\rapp.x = 1\n`                             ! application's own",
        "`UPDATE a SET b.c = 1 /* */; -- */\nSET app.x = 1`    ! application's own",
        "UPDATE a SET b.c = '/*'; SET app.x = '*/'            ! application's own",
        "UPDATE a SET b.c = '--'; SET app.x = 1               ! application's own",
        "UPDATE a SET b.c = $$/*$$; SET app.x = '*/'          ! application's own",
        "UPDATE a SET b.c = $a$$$/*$a$; SET app.x = '*/'      ! application's own",
        "UPDATE a SET b.c = E'\\'/*'; SET app.x = '*/'       ! application's own",
        "UPDATE a SET b.c = '\\'; SET app.x = ';'             ! application's own",
        "UPDATE a SET b.c = '\\'';/*'; SET app.x = '*/'       ! application's own",
        "UPDATE a SET b$c$ = 1; SET app.x = '$c$'             ! application's own",
        "UPDATE a SET \"/*\" = 1; SET app.x = '*/'            ! application's own",
        "SELECT run('SET /* it */ app.x = 1')                 ! application's own",
        "SET größe·x.y = 1                                    ! application's own",
        "SELECT run(';update ', 'SET seed = 0.5')             ! seed of random numbers",
        "SELECT run('a;update', $set$SET seed = 0.5$set$)     ! seed of random numbers",
        "SELECT 'a;update', '\\', 'SET seed = 0.5'            ! seed of random numbers",
        "UPDATE a SET b.c = 1; SET app.x = 1                  ! application's own",
        "/* update */ SET seed = 0.5                          ! seed of random numbers",
        "SELECT 1; /* update; */ SET seed = 0.5               ! seed of random numbers"
      })
  void aWordOfAStatementThatLeavesStateIsTheReason(String sql, String reason) {
    assertThat(String.valueOf(SessionTraits.of(sql).pinning())).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT currval('orders_seq')            | true",
        "SELECT pg_catalog.lastval ()            | true",
        "SELECT \"currval\"('orders_seq')        | true",
        "SELECT name, lastval FROM sensors       | false",
        "UPDATE sensors SET currval = 7          | false"
      })
  void aCallAloneAsksForAValueThatWasDrawn(String sql, boolean asks) {
    assertThat(SessionTraits.of(sql).asksForDrawn()).isEqualTo(asks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COMMIT PREPARED 'debit'                          | true",
        "/* it */ rollback   prepared 'debit'            | true",
        "SELECT 1; COMMIT PREPARED 'debit'                | true",
        "PREPARE TRANSACTION 'debit'                      | false",
        "COMMIT; SELECT prepared FROM pg_prepared_xacts   | false"
      })
  void theEndOfAPreparedTransactionIsSeen(String sql, boolean ends) {
    assertThat(SessionTraits.of(sql).endsPrepared()).isEqualTo(ends);
  }
}
