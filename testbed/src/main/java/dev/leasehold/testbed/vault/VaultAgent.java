// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Vault's own agent: logs in to {@code auth/jwt} with a service account's token and keeps the
 * output of a template fresh.
 */
public final class VaultAgent implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private static final String CONFIGURATION =
      """
      vault {
        address = "%s"
        ca_cert = "%s"
      }
      auto_auth {
        method "jwt" {
          mount_path = "auth/jwt"
          config = {
            path = "%s"
            role = "%s"
            remove_jwt_after_reading = false
          }
        }
      }
      template {
        destination = "%s"
        perms = "0440"
        contents = <<EOT
      %s
      EOT
      }
      """;

  private final Path directory;
  private final ServerProcess process;

  private VaultAgent(Path directory, ServerProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts the agent and returns when the file is there.
   *
   * @param role the role to log in with
   * @param token the file with the service account's token
   * @param template the content of the file, as Consul Template has it
   */
  public static VaultAgent start(
      VaultServer vault, String role, Path token, String template, Path file) {
    Path directory = ServerDirectory.create("vault-agent");
    List<String> command = command(vault, role, token, template, file, directory);
    VaultAgent agent =
        new VaultAgent(
            directory, ServerProcess.start(new Launch("vault-agent", command, directory, "TERM")));
    agent.process.awaitReady(START, () -> Files.exists(file));
    return agent;
  }

  /**
   * Returns the command that runs the agent in the foreground; more options may follow.
   *
   * @param role the role to log in with
   * @param token the file with the service account's token
   * @param template the content of the file, as Consul Template has it
   * @param directory where the configuration is put
   */
  public static List<String> command(
      VaultServer vault, String role, Path token, String template, Path file, Path directory) {
    Path configuration = directory.resolve("agent.hcl");
    String hcl =
        CONFIGURATION.formatted(
            vault.address(), vault.caCertificate(), token, role, file, template);
    try {
      Files.writeString(configuration, hcl);
    } catch (IOException e) {
      throw new TestBedException("cannot write " + configuration, e);
    }
    return List.of(
        VaultBinaries.find().program().toString(),
        "agent",
        "-config=" + configuration,
        "-log-level=info");
  }

  @Override
  public void close() {
    process.stop("TERM", STOP);
    ServerDirectory.remove(directory);
  }
}
