// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts certainly make a setting for their transaction alone. */
class SetConfigCallTest {

  private static final String NAME = "set_config";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('app.x', $1, true)",
        "SELECT set_config ( 'app.x' , '' , TRUE )",
        "SELECT pg_catalog.set_config('app.x', concat('a', ', (', $2), true)",
        "SELECT 'it''s', set_config('app.x', 'se''ven ), false', true)"
      })
  void aCallWhoseLastArgumentIsTrueIsLocal(String sql) {
    assertThat(isLocal(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('app.x', '1', false)",
        "SELECT set_config('app.x', '1', $1)",
        "SELECT set_config('app.x', '1', true AND false)",
        "SELECT set_config('app.x', ', true)', false)",
        "SELECT set_config('seed', '0.5', true)",
        "SELECT set_config(lower('SEED'), '0.5', true)",
        "SELECT set_config('se' || 'ed', '0.5', true)",
        "SELECT set_config($1, '0.5', true)",
        "DO 'BEGIN PERFORM set_config(''app.x'', '', true)'', false); END'",
        "SELECT set_config('app.x', $$, true)$$, false)",
        "SELECT set_config('app.x', $a$, true)$a$, false)",
        "SELECT set_config('app.x', E'\\', true)', false)",
        "SELECT set_config('app.x', '1' /* , true) */, false)",
        "SELECT set_config('app.x', '1', false -- , true)",
        "SELECT \"set_config\"('app.x', '1', true)",
        "SELECT set_config, ('app.x', '1', true)",
        "SELECT set_config('app.x', '1', true",
        "SELECT set_config"
      })
  void anyOtherIsNot(String sql) {
    assertThat(isLocal(sql)).isFalse();
  }

  private static boolean isLocal(String sql) {
    return SetConfigCall.isLocal(sql, sql.indexOf(NAME) + NAME.length());
  }
}
