// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

/** A pod cannot be injected: it would be broken, or go on with its configured password. */
public final class InjectionException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes a finding, which says what to do. */
  public InjectionException(String finding) {
    super(finding);
  }

  /** Returns the same finding, which names the container. */
  InjectionException in(String container) {
    return new InjectionException("container " + container + ": " + getMessage());
  }
}
