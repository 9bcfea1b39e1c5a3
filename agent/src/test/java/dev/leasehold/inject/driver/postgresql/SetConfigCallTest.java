// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts certainly make no setting that PostgreSQL does not show. */
class SetConfigCallTest {

  private static final String NAME = "set_config";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('app.x', $1, true)",
        "SELECT set_config ( 'app.x' , '' , TRUE )",
        "SELECT pg_catalog.set_config('app.x', concat('a', ', (', $2), true)",
        "SELECT 'it''s', set_config('app.x', 'se''ven ), false', true)",
        "SELECT set_config('app.x', '1' /* , false */, true)",
        "SELECT \"it's\", set_config('app.x', $1, true) FROM \"a(\"",
        "SELECT set_config('app.x', $$, false)$$, true)",
        "SELECT set_config('app.x', $1, true), 'C:\\'"
      })
  void aCallWhoseLastArgumentIsTrueSetsForItsTransaction(String sql) {
    assertThat(leavesOnlyShown(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('search_path', $1, false)",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "SELECT set_config ( 'search_path' , '\"$user\", public' , $1 )",
        "SELECT set_config('search_path', $1 || ', public', false)",
        "SELECT set_config('search_path', concat('a', ', ', $2), false)",
        "SELECT (SELECT set_config('role', 'none', false)) FROM a",
        "/* don't */ SELECT set_config/**/('work_mem', $1, false)",
        "SELECT set_config('work_mem', $1, false -- , true)\n)"
      })
  void aNameWithoutADotIsThatOfASettingThatIsShown(String sql) {
    assertThat(leavesOnlyShown(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT set_config('app.x', '1', false)",
        "SELECT set_config('app.x', '1', $1)",
        "SELECT set_config('app.x', '1', true AND false)",
        "SELECT set_config('app.x', ', true)', false)",
        "SELECT set_config('seed', '0.5', true)",
        "SELECT set_config('SEED', '0.5', false)",
        "SELECT set_config(lower('SEED'), '0.5', true)",
        "SELECT set_config('se' || 'ed', '0.5', true)",
        "SELECT set_config($1, '0.5', true)",
        "SELECT set_config($1, $2, false)",
        "SELECT set_config('app' || '.x', '1', false)",
        "SELECT set_config('app'\n'.x', '1', false)",
        "SELECT set_config(concat('app', '.x'), '1', false)",
        "SELECT set_config(E'app\\056x', '1', false)",
        "SELECT set_config('app\\056x', '1', false)",
        "SELECT set_config(U&'app!002Ex' UESCAPE '!', '1', false)",
        "SELECT set_config($$app.x$$, '1', false)",
        "SELECT set_config($$work_mem$$, $1, false)",
        "SELECT set_config(setting_name => 'app.x', new_value => '1', is_local => false)",
        "SELECT set_config('work_mem', '\\', false)",
        "SELECT '\\', set_config('work_mem', '1', false)",
        "DO $$BEGIN PERFORM set_config('work_mem', '1', false); END$$",
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
  void inDoubtACallLeavesMore(String sql) {
    assertThat(leavesOnlyShown(sql)).isFalse();
  }

  private static boolean leavesOnlyShown(String sql) {
    StatementText text = StatementText.of(sql);
    return SetConfigCall.leavesOnlyShown(text, sql.indexOf(NAME) + NAME.length());
  }
}
