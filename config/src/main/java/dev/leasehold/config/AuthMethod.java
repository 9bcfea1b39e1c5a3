// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Locale;

/** The method by which Leasehold logs in to Vault or OpenBao. */
public enum AuthMethod {
  KUBERNETES,
  JWT,
  APPROLE,
  /** No login: the token is in a file. */
  TOKEN;

  /** Returns the name of the method, which is also the mount it has by default. */
  public String methodName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean reads(Setting setting) {
    switch (setting) {
      case AUTH_ROLE:
        return this == KUBERNETES || this == JWT;
      case AUTH_TOKEN_FILE:
        return this != APPROLE;
      case AUTH_ROLE_ID:
      case AUTH_SECRET_ID_FILE:
        return this == APPROLE;
      default:
        return true;
    }
  }
}
