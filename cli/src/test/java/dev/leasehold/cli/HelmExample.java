// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code deploy/helm}: Helm puts dependencies into the folder of a chart. */
final class HelmExample {

  /** Leasehold's image, with the version that all of {@code deploy} has. */
  static final String IMAGE =
      ManifestModels.all(SourceTree.read("deploy/helm/example/values.yaml"))
          .get(0)
          .at("/leasehold/image")
          .asText();

  /** The command's options with the same meaning as the example's values. */
  static final List<String> OPTIONS =
      List.of(
          "--agent-image=" + IMAGE,
          "--vault-addr=https://vault.vault.svc:8200",
          "--vault-ca-config-map=vault-ca",
          "--creds=database/creds/orders",
          "--role=orders",
          "--url=jdbc:postgresql://postgres.orders.svc:5432/orders");

  private HelmExample() {}

  /** Returns the manifests as the command changes them with these options. */
  static String inject(String plain) {
    return CommandRun.succeed(
        plain, Stream.concat(Stream.of("inject"), OPTIONS.stream()).toArray(String[]::new));
  }

  /** Returns the chart of the application, which has the library chart in it. */
  static Path copy(Path folder, Path helm, ToolRun tools) throws IOException, InterruptedException {
    Path source = SourceTree.root().resolve("deploy/helm");
    copy(source, folder.resolve("charts"));
    Path example = folder.resolve("charts/example");
    tools.succeed(List.of(helm.toString(), "dependency", "build", example.toString()));
    return example;
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
