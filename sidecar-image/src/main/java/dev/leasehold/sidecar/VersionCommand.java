// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import java.util.concurrent.Callable;

/** Prints the version. */
final class VersionCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.println("leasehold-sidecar " + version() + ", Java " + Runtime.version());
    return ExitCode.OK.status();
  }

  static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
