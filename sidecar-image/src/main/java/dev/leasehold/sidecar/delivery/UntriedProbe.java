// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.target.Target;
import java.util.List;

/** The sidecar has no driver, so it tries no credential on a database. */
public enum UntriedProbe implements CredentialProbe {
  INSTANCE;

  @Override
  public List<Target> targets() {
    return List.of();
  }

  @Override
  public Verdict tryOut(Credential credential, Target target) {
    return Verdict.UNTRIED;
  }
}
