// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** How a file that is the source of credentials is written. */
public enum SourceFormat {
  /** Seen from the content. */
  AUTO,
  /** As {@code java.util.Properties} reads it. */
  PROPERTIES,
  /** As a shell reads assignments, {@code export} or not. */
  ENV,
  JSON
}
