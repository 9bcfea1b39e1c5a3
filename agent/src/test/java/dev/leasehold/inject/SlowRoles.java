// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.concurrent.CountDownLatch;

/** Roles that are made only when the test says so, so that connection attempts have to wait. */
final class SlowRoles implements Roles {

  private final Roles roles;
  private final CountDownLatch goingOn = new CountDownLatch(1);

  SlowRoles(Roles roles) {
    this.roles = roles;
  }

  void goOn() {
    goingOn.countDown();
  }

  @Override
  public void create(String role, String password) {
    try {
      goingOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    roles.create(role, password);
  }

  @Override
  public void drop(String role) {
    roles.drop(role);
  }
}
