// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

/** A Kubernetes service account. */
public record ServiceAccount(String namespace, String name) {
  /** The audience of the tokens that Vault accepts here. */
  public static final String VAULT_AUDIENCE = "vault";

  /** The {@code sub} claim of its tokens. */
  public String subject() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }
}
