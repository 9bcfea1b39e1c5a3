// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last line of a JVM. */
class OutstandingLeasesTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** The JVM's own clocks, an hour ahead. */
  private static final class AnHourLater implements LeaseClock {

    @Override
    public long nanos() {
      return LeaseClock.system().nanos() + HOUR.toNanos();
    }

    @Override
    public long wallMillis() {
      return LeaseClock.system().wallMillis() + HOUR.toMillis();
    }
  }

  private final List<String> lines = new ArrayList<>();
  private final Log log = new Log(lines::add, Log.Level.INFO, "4711");
  private final OutstandingLeases outstanding = new OutstandingLeases(LeaseClock.system());

  @Test
  void namesTheRolesThatWereRevoked() throws Exception {
    Generation early = generation("v-early", Duration.ofMinutes(10));
    Generation last = generation("v-last", Duration.ofMinutes(10));
    outstanding.published(early, "start");
    outstanding.published(last, "horizon");
    outstanding.revoked("orders", early.lease());
    outstanding.ending();
    outstanding.revoked("orders", last.lease());
    outstanding.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith(" INFO [leasehold] the JVM ends; revoked: role v-last of binding orders");
  }

  @Test
  void namesTheRoleThatIsLeftAndUntilWhenItLives() throws Exception {
    Generation left = generation("v-left", Duration.ofMinutes(10));
    Generation gone = generation("v-gone", Duration.ofMinutes(10));
    outstanding.published(left, "start");
    outstanding.published(gone, "start");
    outstanding.renewed(left);
    outstanding.failed("orders", "renew", new IOException("not asked here"), HOUR);
    outstanding.ending();
    outstanding.revoked("orders", gone.lease());
    outstanding.revokeFailed("orders", left.lease(), new IOException("Vault is sealed"), HOUR);
    outstanding.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .contains(
            " WARN [leasehold] the JVM ends, and Vault has not confirmed the revocation of role"
                + " v-left of binding orders, which lives until "
                + HumanDuration.endOf(left.lease()))
        .endsWith("; revoked: role v-gone of binding orders; binding orders: Vault is sealed");
  }

  /** A failure of yesterday is not why a role of today is left. */
  @Test
  void forgetsAFailureOnceTheLeaseIsGone() throws Exception {
    Generation late = generation("v-late", Duration.ofMinutes(10));
    Generation lapsed = generation("v-lapsed", Duration.ofMinutes(10));
    outstanding.published(late, "start");
    outstanding.published(lapsed, "start");
    outstanding.revokeFailed("orders", late.lease(), new IOException("Vault is sealed"), HOUR);
    outstanding.revokeFailed("stock", lapsed.lease(), new IOException("Vault is away"), HOUR);
    outstanding.revoked("orders", late.lease());
    outstanding.lapsed("stock", lapsed.lease());
    outstanding.published(generation("v-left", Duration.ofMinutes(10)), "start");
    outstanding.ending();
    outstanding.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("role v-left of binding orders, which lives until 20")
        .doesNotContain("sealed", "away");
  }

  @Test
  void warnsOfARequestThatIsNotAnsweredThoughNoLeaseCameBefore() {
    outstanding.ending();
    outstanding.write(log, List.of("orders", "stock"));

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith(
            " WARN [leasehold] the JVM ends; Vault has not answered the request for a lease of"
                + " binding orders, stock. A role that it may make for that request lives until its"
                + " lease ends");
  }

  @Test
  void warnsOfARequestThatIsNotAnsweredBesideWhatWasRevoked() throws Exception {
    Generation last = generation("v-last", Duration.ofMinutes(10));
    outstanding.published(last, "start");
    outstanding.ending();
    outstanding.revoked("orders", last.lease());
    outstanding.write(log, List.of("orders"));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains(" WARN ", "the JVM ends; revoked: role v-last of binding orders; Vault has not");
  }

  @Test
  void warnsOfARequestThatIsNotAnsweredBesideWhatIsLeft() throws Exception {
    outstanding.published(generation("v-left", Duration.ofMinutes(10)), "start");
    outstanding.ending();
    outstanding.write(log, List.of("orders"));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("revocation of role v-left of binding orders, which lives until 20")
        .contains("; Vault has not answered the request for a lease of binding orders. A role");
  }

  @Test
  void namesTheRoleThatWasNeverPublished() throws Exception {
    Generation rejected = generation("v-rejected", Duration.ofMinutes(10));
    Generation untried = generation("v-untried", Duration.ofMinutes(10));
    outstanding.ending();
    outstanding.owed("orders", rejected.lease());
    outstanding.owed("orders", untried.lease());
    outstanding.revoked("orders", rejected.lease());
    outstanding.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .contains(" WARN ")
        .contains(
            "revocation of role v-untried of binding orders, which lives until "
                + HumanDuration.endOf(untried.lease()))
        .endsWith("; revoked: role v-rejected of binding orders");
  }

  @Test
  void speaksOfALeaseThatWasNeverPublishedAndIsRevoked() throws Exception {
    Generation rejected = generation("v-rejected", Duration.ofMinutes(10));
    outstanding.owed("orders", rejected.lease());
    outstanding.revoked("orders", rejected.lease());
    outstanding.ending();
    outstanding.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith(" INFO [leasehold] the JVM ends; no lease is left to revoke");
  }

  @Test
  void doesNotSpeakOfALeaseThatHasEndedByItself() throws Exception {
    OutstandingLeases anHourLater = new OutstandingLeases(new AnHourLater());
    anHourLater.published(generation("v-ended", Duration.ofMinutes(10)), "start");
    anHourLater.ending();
    anHourLater.write(log, List.of());

    assertThat(lines)
        .singleElement()
        .asString()
        .endsWith("the JVM ends; no lease is left to revoke");
  }

  @Test
  void saysOfAJvmWithoutALeaseOnlyAtDebug() {
    outstanding.ending();
    outstanding.write(log, List.of());
    assertThat(lines).isEmpty();

    log.threshold(Log.Level.DEBUG);
    outstanding.write(log, List.of());
    assertThat(lines).singleElement().asString().contains(" DEBUG ").contains("no lease was taken");
  }

  private static Generation generation(String role, Duration duration) throws Exception {
    return OneLease.generation("orders", role, duration);
  }
}
