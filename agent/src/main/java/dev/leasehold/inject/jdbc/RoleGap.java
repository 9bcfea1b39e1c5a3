// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

/**
 * A privilege or setting that the role of a lease may lack and that the earlier login of the
 * application may have had.
 */
public enum RoleGap {
  /** A privilege, such as to create a table. */
  PRIVILEGE,
  /** A setting by which an unqualified name was found, such as {@code search_path}. */
  SEARCH_PATH
}
