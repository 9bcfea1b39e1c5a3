// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a control plane, and the commands of its two processes. */
final class ControlPlaneFiles {
  private final Path program;
  private final Path etcd = ServerDirectory.create("etcd");
  private final Path apiServer = ServerDirectory.create("kube-apiserver");

  ControlPlaneFiles() {
    program = ServerBuild.directory("kubernetes").resolve("kubernetes");
  }

  Path caCertificate() {
    return apiServer.resolve("ca.pem");
  }

  Path kubeconfig() {
    return apiServer.resolve("kubeconfig");
  }

  Path auditLog() {
    return apiServer.resolve("audit.log");
  }

  void write(String name, String content) {
    try {
      Files.writeString(apiServer.resolve(name), content);
    } catch (IOException e) {
      throw new TestBedException("cannot write " + apiServer.resolve(name), e);
    }
  }

  void writeSecret(String name, String content) {
    Secrets.write(apiServer.resolve(name), content);
  }

  Launch etcd(int port, int peerPort) {
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + peerPort;
    return launch(
        "etcd",
        etcd,
        "--name=testbed",
        "--data-dir=" + etcd.resolve("data"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=testbed=" + peer,
        "--unsafe-no-fsync");
  }

  Launch apiServer(int port, int etcdPort, String issuer) {
    return launch(
        "kube-apiserver",
        apiServer,
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--cert-dir=" + apiServer,
        "--tls-cert-file=" + apiServer.resolve("server.pem"),
        "--tls-private-key-file=" + apiServer.resolve("server.key"),
        "--token-auth-file=" + apiServer.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--audit-log-path=" + auditLog(),
        "--audit-policy-file=" + SourceTree.root().resolve("deploy/audit/kubernetes-policy.yaml"),
        "--feature-gates=ImageVolume=true", // On by default from 1.35 on.
        "--service-account-issuer=" + issuer,
        "--service-account-key-file=" + apiServer.resolve("service-accounts.pub"),
        "--service-account-signing-key-file=" + apiServer.resolve("service-accounts.key"));
  }

  void remove() {
    ServerDirectory.remove(apiServer);
    ServerDirectory.remove(etcd);
  }

  private Launch launch(String component, Path directory, String... flags) {
    List<String> command = new ArrayList<>(List.of(program.toString(), component));
    command.addAll(List.of(flags));
    return new Launch(component, command, directory, "KILL");
  }
}
