// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ConnectListener;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.observe.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BindingRuntimeTest {

  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void letsGoOfItsSourceWhereTheLeasesLeaveTimeForThat() throws Exception {
    runtime().close(Duration.ofSeconds(60));
    assertThat(closed).hasValue(1);
  }

  /** That may take seconds, and the thread that ends the JVM may be the thread that does it. */
  @Test
  void doesNotBeginToLetGoOfItsSourceWhenItsTimeIsOver() throws Exception {
    runtime().close(Duration.ZERO);
    runtime().close(Duration.ofSeconds(-1));
    assertThat(closed).hasValue(0);
  }

  private BindingRuntime runtime() throws Exception {
    Map<String, String> given =
        Map.of(
            "leasehold.url", "jdbc:*",
            "leasehold.creds", "database/creds/orders",
            "leasehold.vault.addr", "http://127.0.0.1:1",
            "leasehold.auth.method", "token",
            "leasehold.auth.token-file", "/nowhere");
    Settings settings = Settings.read(new ProcessInputs(null, given, Map.of()));
    Log log = new Log(line -> {}, Log.Level.INFO, "");
    BindingListeners listeners =
        new BindingListeners(LeaseListener.NONE, ConnectListener.of(List.of()), log, null);
    return new BindingRuntime(
        settings, settings.bindings().get(0), new Source(), listeners, LeaseClock.system());
  }

  /** Has no credential, and counts how often it is let go. */
  private final class Source implements LeaseSource {

    @Override
    public Lease fetch() throws LeaseException {
      throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "there is none");
    }

    @Override
    public Lease renew(Lease lease) throws LeaseException {
      return fetch();
    }

    @Override
    public void revoke(Lease lease) {}

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
