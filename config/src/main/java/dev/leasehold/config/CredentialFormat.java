// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Locale;

/** The formats that a credential is written in; {@code docs/sidecar-formats.md} has their rules. */
public enum CredentialFormat {
  /** {@link java.util.Properties}, which Spring Boot imports as well. */
  PROPERTIES,
  /** One flat object. */
  JSON,
  /** Assignments that a POSIX shell and Docker Compose read alike. */
  ENV,
  /** libpq's password file. libpq passes over a file that others than its owner can read. */
  PGPASS,
  /** One group of libpq's connection service file. */
  PG_SERVICE,
  /** PgBouncer's {@code auth_file}. */
  USERLIST,
  /** One flat mapping of YAML 1.1 and 1.2. */
  YAML,
  /** A Mustache template. */
  TEMPLATE;

  /** Returns the name that settings and messages use, such as {@code pg-service}. */
  public String formatName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
