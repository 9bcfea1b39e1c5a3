// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.vault.MisbehavingServer.inTurn;
import static dev.leasehold.vault.MisbehavingServer.status;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.vault.MisbehavingServer.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first login is answered at once, the second when a test lets it. */
@Timeout(60)
class StalledLoginTest {

  /** Longer than a test waits for anything. */
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  private static final Behaviour LEASE =
      status(
          200,
          "{\"lease_id\":\"a/b\",\"lease_duration\":3000,\"renewable\":true,"
              + "\"data\":{\"username\":\"u\",\"password\":\"p\"}}");

  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(2);
  private final SettableClock clock = new SettableClock();
  private final MisbehavingServer server =
      new MisbehavingServer(
          inTurn(out -> {}, out -> stall()),
          out -> {
            asked.countDown();
            LEASE.answer(out);
          });
  private final LeaseSource source;

  StalledLoginTest(@TempDir Path directory) throws Exception {
    Path jwt = Files.writeString(directory.resolve("token"), "jwt");
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(server.address()), TIMEOUT).build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", jwt.toFile());
    source =
        new VaultSession(connection, login, clock)
            .leases(VaultPath.ofSecret("database/creds/orders"));
  }

  @AfterEach
  void release() throws Exception {
    released.countDown();
    server.close();
  }

  @Test
  void holdsUpNoLeaseWhoseTokenLives() throws Exception {
    Lease lease = source.fetch();
    Future<Lease> waiting = fetchUnderANewToken();

    Lease longer = start(() -> source.renew(lease)).get(60, SECONDS);
    start(() -> revoke(longer)).get(60, SECONDS);
    assertThat(waiting.isDone()).isFalse();

    released.countDown();
    assertThat(waiting.get(60, SECONDS).id()).isEqualTo("a/b");
    assertThat(requests("/auth/jwt/login")).isEqualTo(2);
    assertThat(requests("/auth/token/revoke-self")).isEqualTo(1);
  }

  @Test
  void leavesNoTokenWhenTheSessionIsClosedMeanwhile() throws Exception {
    source.fetch();
    Future<Lease> waiting = fetchUnderANewToken();

    Future<Boolean> closing = start(this::close);
    assertThat(asked.await(60, SECONDS)).as("revocation of the first token").isTrue();
    released.countDown();

    assertThatThrownBy(() -> waiting.get(60, SECONDS))
        .hasMessageContaining("the Vault session is closed");
    assertThat(requests("/auth/token/revoke-self")).isEqualTo(2);
    assertThat(closing.get(60, SECONDS)).isTrue();
  }

  private Future<Lease> fetchUnderANewToken() throws Exception {
    clock.advance(Duration.ofMinutes(10)); // Of an hour; it is not renewable.
    Future<Lease> fetch = start(source::fetch);
    assertThat(stalled.await(60, SECONDS)).as("second login").isTrue();
    return fetch;
  }

  private void stall() throws InterruptedException {
    stalled.countDown();
    released.await();
  }

  private boolean revoke(Lease lease) throws Exception {
    source.revoke(lease);
    return true;
  }

  private boolean close() {
    source.close();
    return true;
  }

  private long requests(String path) {
    return server.requests().stream().filter(line -> line.contains(path + " ")).count();
  }

  private static <T> Future<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "stalled-login-test");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
