// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import static org.assertj.core.api.Assertions.assertThatObject;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a driver may hide a server's answer. */
class SqlFailuresTest {

  private static final Predicate<SQLException> REJECTION =
      failure -> "28P01".equals(failure.getSQLState());

  private static final SQLException REJECTED = new SQLException("no such role", "28P01");

  static Stream<Throwable> hidden() {
    return Stream.of(
        REJECTED,
        failure(last -> last.setNextException(REJECTED)),
        failure(last -> last.addSuppressed(REJECTED)),
        failure(last -> last.initCause(REJECTED)),
        failure(last -> last.addSuppressed(new IOException("closed", REJECTED))),
        failure(last -> last.setNextException(failure(next -> next.addSuppressed(REJECTED)))),
        new RuntimeException(failure(last -> last.setNextException(REJECTED))));
  }

  private static SQLException failure(Consumer<SQLException> holding) {
    SQLException failure = new SQLException("the last host is down", "08001");
    holding.accept(failure);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void areFoundWhereverTheyHide(Throwable failure) {
    assertThatObject(SqlFailures.find(failure, REJECTION)).isSameAs(REJECTED);
  }

  @Test
  void areLookedForOnceInACircle() {
    SQLException one = failure(last -> {});
    one.setNextException(failure(next -> next.initCause(one)));
    assertThatObject(SqlFailures.find(one, REJECTION)).isNull();
    assertThatObject(SqlFailures.find(null, REJECTION)).isNull();
  }

  /** A failure for each server of a list, as a driver chains them. */
  @Test
  void areFoundAmongThoseOfManyServers() {
    SQLException last = failure(any -> {});
    for (int i = 0; i < 50; i++) {
      last.addSuppressed(failure(any -> {}));
    }
    last.addSuppressed(REJECTED);
    assertThatObject(SqlFailures.find(last, REJECTION)).isSameAs(REJECTED);
  }
}
