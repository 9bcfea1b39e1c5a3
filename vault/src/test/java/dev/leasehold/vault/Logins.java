// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the events that a session tells of its logins. */
final class Logins implements LoginListener {

  private final AtomicInteger successes = new AtomicInteger();
  private final List<Duration> renewals = Collections.synchronizedList(new ArrayList<>());
  private final List<String> kept = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  /** Returns for how long the token lived each time that it had been renewed. */
  List<Duration> renewals() {
    return new ArrayList<>(renewals);
  }

  int successes() {
    return successes.get();
  }

  List<String> failures() {
    return new ArrayList<>(failures);
  }

  /** Returns why tokens were not revoked. */
  List<String> kept() {
    return new ArrayList<>(kept);
  }

  @Override
  public void loggedIn(String how, Duration life) {
    successes.incrementAndGet();
  }

  @Override
  public void tokenRenewed(Duration life) {
    renewals.add(life);
  }

  @Override
  public void loginFailed(String how, LeaseException cause, Duration left) {
    failures.add(how + ", with " + left + " left: " + cause.getMessage());
  }

  @Override
  public void tokenKept(String how, LeaseException cause, Duration left) {
    kept.add(how + ": " + cause.getMessage());
  }
}
