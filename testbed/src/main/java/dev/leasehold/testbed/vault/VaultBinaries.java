// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.process.ProgramPath;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The {@code vault} program: the program on {@code PATH}, else the program that {@code
 * testbed/servers/build} builds.
 *
 * @param program the executable
 * @param plugins the directory of the plugins that the program has not built in
 */
record VaultBinaries(Path program, Path plugins) {
  static synchronized VaultBinaries find() {
    Path program =
        ProgramPath.find("vault").orElseGet(() -> ServerBuild.directory("vault").resolve("vault"));
    return new VaultBinaries(program, Objects.requireNonNull(program.getParent()));
  }
}
