// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.process.Command;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The {@code vault} program: the one on {@code PATH}, else the one that {@code
 * testbed/servers/build} builds.
 *
 * @param program the executable
 * @param plugins the directory of the plugins that the program has not built in
 */
record VaultBinaries(Path program, Path plugins) {
  static synchronized VaultBinaries find() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> VaultBinaries.in(Path.of(directory).toAbsolutePath()))
        .filter(found -> Files.isExecutable(found.program()))
        .findFirst()
        .orElseGet(VaultBinaries::build);
  }

  private static VaultBinaries build() {
    String script = SourceTree.root().resolve("testbed/servers/build").toString();
    Path directory = Path.of(Command.runAloud(List.of(script, "vault")));
    return in(directory);
  }

  private static VaultBinaries in(Path directory) {
    return new VaultBinaries(directory.resolve("vault"), directory);
  }
}
