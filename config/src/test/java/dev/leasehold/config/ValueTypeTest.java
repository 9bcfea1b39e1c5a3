// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A type's label lists the values that settings of the type take. */
class ValueTypeTest {

  @Test
  void labelsListEachChoice() {
    assertLists(ValueType.MODE, Mode.values());
    assertLists(ValueType.METHOD, AuthMethod.values());
    assertLists(ValueType.LEVEL, LogLevel.values());
    assertLists(ValueType.LOG_FORMAT, LogFormat.values());
    assertLists(ValueType.SESSION_NAME, SessionName.values());
    assertLists(ValueType.HAND_OVER, HandOverMode.values());
    assertLists(ValueType.SOURCE_FORMAT, SourceFormat.values());
    assertLists(ValueType.SWITCH, Switch.values());
    assertLists(ValueType.FORMAT, CredentialFormat.values());
    assertLists(ValueType.FILE_AT_END, FileAtEnd.values());
    assertLists(ValueType.SIGNAL, Signal.values());
  }

  private static void assertLists(ValueType type, Enum<?>[] values) {
    assertThat(type.label().toLowerCase(Locale.ROOT).split(", | or ", -1))
        .containsExactly(
            Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toArray(String[]::new));
  }
}
