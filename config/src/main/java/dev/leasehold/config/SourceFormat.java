// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The format of a file that is the source of credentials. */
public enum SourceFormat {
  /** Seen from the content. */
  AUTO,
  /** As {@code java.util.Properties} reads it. */
  PROPERTIES,
  /** As a shell reads assignments, {@code export} or not. */
  ENV,
  JSON
}
