// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;

/** The files of a Vault server: configuration, storage, certificates, audit log. */
final class VaultFiles {
  private final VaultBinaries binaries;
  private final Path directory = ServerDirectory.createInMemory("vault");

  VaultFiles(VaultBinaries binaries) {
    this.binaries = binaries;
  }

  Path directory() {
    return directory;
  }

  Path plugins() {
    return binaries.plugins();
  }

  Path caCertificate() {
    return directory.resolve("ca.pem");
  }

  Path auditLog() {
    return directory.resolve("audit.log");
  }

  void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new TestBedException("cannot write " + file, e);
    }
  }

  Path serverCertificate() {
    return directory.resolve("server.pem");
  }

  void writeServerCertificate(String pem) {
    write(serverCertificate(), pem);
  }

  void writeServerKey(PrivateKey key) {
    Secrets.write(directory.resolve("server.key"), Pem.key(key));
  }

  /**
   * Raft with one node: of the storages that outlive a restart it alone is in every build of Vault.
   */
  void writeConfiguration(int port, int clusterPort, int mutualTlsPort) {
    Path storage = directory.resolve("storage");
    try {
      Files.createDirectory(storage);
    } catch (IOException e) {
      throw new TestBedException("cannot make " + storage, e);
    }
    write(
        directory.resolve("vault.hcl"),
        """
        storage "raft" {
          path                   = "%1$s/storage"
          node_id                = "testbed"
          performance_multiplier = 1
        }
        listener "tcp" {
          address       = "127.0.0.1:%2$d"
          cluster_address = "127.0.0.1:%3$d"
          tls_cert_file = "%1$s/server.pem"
          tls_key_file  = "%1$s/server.key"
        }
        listener "tcp" {
          address                            = "127.0.0.1:%5$d"
          tls_cert_file                      = "%1$s/server.pem"
          tls_key_file                       = "%1$s/server.key"
          tls_client_ca_file                 = "%1$s/ca.pem"
          tls_require_and_verify_client_cert = true
        }
        api_addr         = "https://127.0.0.1:%2$d"
        cluster_addr     = "https://127.0.0.1:%3$d"
        plugin_directory = "%4$s"
        disable_mlock    = true
        telemetry {
          prometheus_retention_time = "1h"
          disable_hostname          = true
        }
        """
            .formatted(directory, port, clusterPort, plugins(), mutualTlsPort));
  }

  Launch server() {
    String configuration = "-config=" + directory.resolve("vault.hcl");
    return new Launch(
        "vault",
        List.of(binaries.program().toString(), "server", configuration),
        directory,
        "TERM");
  }
}
