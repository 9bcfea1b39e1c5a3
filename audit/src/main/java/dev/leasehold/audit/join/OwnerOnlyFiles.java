// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The access to files that are made of logs: they are for their owner alone, as the logs are as a
 * rule.
 */
public final class OwnerOnlyFiles {

  /** Of a new file: mode 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE = of("rw-------");

  /** Of a new folder: mode 0700. */
  public static final FileAttribute<Set<PosixFilePermission>> FOLDER = of("rwx------");

  private OwnerOnlyFiles() {}

  private static FileAttribute<Set<PosixFilePermission>> of(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
