// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that woven code calls while the agent starts. The first connection waits, bounded,
 * until it is known whether a binding matches it. It is refused when that is not known in time. No
 * class's loading ever waits.
 */
final class StartingHooks implements Hooks {

  private final StartLatch decided = new StartLatch();
  private final Hooks late =
      new StartRefusal(
          "the agent has not finished its start within "
              + StartLatch.BOUND_SECONDS
              + " s, so it is not known whose credential this connection gets. The configured"
              + " password is not tried. Give the container more CPU, or look in the log for the"
              + " cause that keeps the thread leasehold-start busy");

  /** Made in advance, as it is for when nothing else can be made. */
  private final Hooks broken =
      new StartRefusal(
          "the agent did not start, and the part that would give the reason is missing; the"
              + " configured password is not tried. The agent's jar is not whole, or the JVM is out"
              + " of memory");

  private volatile Bridge.@Nullable Installation installation;
  private volatile @Nullable Hooks successor;

  /**
   * Makes these the hooks of the JVM.
   *
   * @throws IllegalStateException when there are others
   */
  void install() {
    installation = Bridge.install(this);
  }

  /**
   * Returns the hooks to give way to where nothing better can be made: the refusal of everything.
   */
  Hooks broken() {
    return broken;
  }

  /** Hands over, for the whole JVM; to nobody when the agent has nothing to do. */
  void giveWayTo(@Nullable Hooks hooks) {
    successor = hooks;
    Bridge.Installation installed = installation;
    if (installed != null) {
      installed.replace(hooks);
    }
    decided.open();
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws Exception {
    Hooks next = decided.await() ? successor : late;
    return next == null ? null : next.connecting(connectMethod, target, first, second);
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    Hooks next = decided.await() ? successor : late;
    return next == null ? null : next.intercept(kind, arguments);
  }

  @Override
  public void reaching(String loginPoint, Object server) throws Exception {
    Hooks next = decided.await() ? successor : late;
    if (next != null) {
      next.reaching(loginPoint, server);
    }
  }

  @Override
  public void poolStarted(String kind, Object pool) {
    Hooks next = decided.await() ? successor : null;
    if (next != null) {
      next.poolStarted(kind, pool);
    }
  }
}
