// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that frameworks send, as pgjdbc hands them on: none of them keeps a connection. */
class FrameworkStatementsTest {

  /**
   * Hibernate 6 was recorded with {@code hibernate.use_sql_comments}. The other statements are from
   * the code, the manual or a public log of each framework.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "Hibernate 6.6.53 ! /* insert for orders.Person */insert into person (addr,name,version,id) values (cast($1 as address),$2,$3,$4)",
        "Hibernate 6.6.53 ! /* update for orders.Person */update person set addr=cast($1 as address),name=$2,version=$3 where id=$4 and version=$5",
        "Hibernate 6.6.53 ! /* one-shot delete for orders.Person.tags */delete from Person_tags where Person_id=$1",
        "Hibernate 6.6.53 ! /* update Person p set p.name = :n where p.id = 1 */ update person p1_0 set name=$1 where p1_0.id=1",
        "Hibernate 6.6.53 ! /* update Person p set p.name = 'it''s', p.addr.city = :n */ update person p1_0 set name='it''s',addr.city=$1",
        "Hibernate 6.6.53 ! /* update Person p set p.name = 'it''s', p.addr.city = :n */ update \"person\" p1_0 set \"name\"='it''s',\"addr\".\"city\"=$1",
        "Hibernate 6.6.53 ! /* update versioned Person p set p.name = :n */ update person p1_0 set name=$1,version=(p1_0.version+1)",
        "Hibernate 6.6.53 ! /* insert into Person (id, name) values (1, 'a') on conflict (id) do update set name = excluded.name */ insert into person as p1_0(id,name) values (1,'a') on conflict(id) do update set name=excluded.name",
        "Hibernate 6.6.53 ! /* dynamic native SQL query */ select set_config('search_path', $1, false)",
        "Hibernate 6.6.53 ! /* reset a.b; set x.y = 1 *\\/ z */ select p1_0.id,(p1_0.addr).city from person p1_0 where p1_0.id=$1",
        "Hibernate 5      ! /* update orders.Person */ update person set name=$1 where id=$2",
        "Hibernate 5      ! /* load orders.Person */ select person0_.id as id1_0_0_ from person person0_ where person0_.id=$1",
        "sqlcommenter     ! update person set addr.city=$1 where id=$2 /*action='SavePost',controller='ForumController',framework='spring'*/",
        "Flyway 12.11.0   ! SELECT set_config('search_path', $1, false)",
        "Flyway 12.11.0   ! /*NO LOAD BALANCE*/ SELECT \"installed_rank\",\"version\" FROM \"public\".\"flyway_schema_history\" WHERE \"installed_rank\" > $1 ORDER BY \"installed_rank\"",
        "Flyway 12.11.0   ! SET ROLE 'app_rw'",
        "pg_dump          ! SELECT pg_catalog.set_config('search_path', '', false)",
        "pg_dump          ! `--\n-- PostgreSQL database dump\n--\n\nSET client_min_messages = warning`",
        "Liquibase 4.24.0 ! SET SEARCH_PATH TO public, \"$user\",\"public\"",
        "Liquibase 4.24.0 ! UPDATE public.databasechangeloglock SET LOCKED = TRUE, LOCKEDBY = 'host (10.0.2.15)', LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE",
        "Spring Session 2 ! INSERT INTO SPRING_SESSION_ATTRIBUTES (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES) SELECT PRIMARY_ID, $1, $2 FROM SPRING_SESSION WHERE SESSION_ID = $3 ON CONFLICT (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) DO UPDATE SET ATTRIBUTE_BYTES = EXCLUDED.ATTRIBUTE_BYTES",
        "Quartz 2.5.2     ! UPDATE QRTZ_TRIGGERS SET TRIGGER_STATE = $1 WHERE SCHED_NAME = 'orders' AND (TRIGGER_STATE = $2 OR TRIGGER_STATE = $3)",
        "jOOQ 3.20        ! INSERT INTO AUTHOR (ID, LAST_NAME) VALUES (3, 'X') ON CONFLICT (ID) DO UPDATE SET LAST_NAME = excluded.LAST_NAME",
        "schema by tenant ! SELECT set_config('search_path', $1, false), set_config('statement_timeout', $2, false), set_config('lock_timeout', $3, false)"
      })
  void aStatementOfAFrameworkKeepsNoConnection(String origin, String sql) {
    assertThat(SessionTraits.of(sql).pinning()).as(origin).isNull();
  }
}
