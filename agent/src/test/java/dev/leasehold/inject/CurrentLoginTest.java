// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.target.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The login that a thread holds on to that a driver has made within a connect. */
class CurrentLoginTest {

  private static final Target TARGET = Target.of("db", 5432, null);

  @Test
  void theServerOfALoginIsKnownUntilItHasAnswered() {
    CurrentLogin login = CurrentLogin.begin(new Nobody());
    try {
      Object server = new Object();
      login.reaching(server, TARGET);
      assertThat(login.answered(server)).isEqualTo(TARGET);
      assertThat(login.answered(server)).isNull();
    } finally {
      login.end();
    }
  }

  /** It may live for as long as the thread, and nobody asks for the answer. */
  @Test
  void theServerOfALateLoginIsNotKept() {
    CurrentLogin login = CurrentLogin.begin(new Nobody());
    login.end();
    Object server = new Object();
    login.reaching(server, TARGET);
    assertThat(login.answered(server)).isNull();
  }

  private static final class Nobody implements LoginObserver {

    @Override
    public boolean isMatched(Target server) {
      return false;
    }

    @Override
    public List<Target> matched() {
      return List.of();
    }

    @Override
    public void reaching(Target server) {}

    @Override
    public void answered(Target server, @Nullable Throwable thrown) {}

    @Override
    public void failedAtOne(Throwable thrown) {}

    @Override
    public LoginObserver afterwards() {
      return this;
    }
  }
}
