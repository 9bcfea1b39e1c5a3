// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.cli;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.vault.TokenTerms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The servers that {@code testbed/up} runs, and where they are. */
final class Servers implements AutoCloseable {
  private final TestBed bed;
  private final @Nullable ControlPlane cluster;

  private Servers(TestBed bed, @Nullable ControlPlane cluster) {
    this.bed = bed;
    this.cluster = cluster;
  }

  static Servers start(Arguments arguments) {
    TestBedOptions options =
        TestBedOptions.defaults()
            .withPostgres(arguments.postgres())
            .withLease(arguments.ttl(), arguments.maxTtl());
    TestBed bed = TestBed.start(options);
    return new Servers(bed, arguments.kubernetes() ? cluster(bed) : null);
  }

  /** Addresses, and the files that hold secrets; no secret itself. */
  String description() {
    Path rootToken = secret("root-token", bed.vault().rootToken());
    Path superuser = secret("superuser-password", bed.postgres().superuser().password());
    String servers =
        """
        PostgreSQL   %s
          superuser    %s, password in %s
          log          %s
        Vault        %s
          CA           %s
          root token   in %s
          audit log    %s
        Application  auth role %s at auth/jwt, credentials at %s
          its token    in %s
        """
            .formatted(
                bed.postgres().url(),
                bed.postgres().superuser().user(),
                superuser,
                bed.postgres().log(),
                bed.vault().address(),
                bed.vault().caCertificate(),
                rootToken,
                bed.vault().auditLog(),
                TestBed.ROLE,
                TestBed.CREDS_PATH,
                bed.tokenFile());
    return cluster == null ? servers : servers + describe(cluster);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
    bed.close();
  }

  private static ControlPlane cluster(TestBed bed) {
    ControlPlane cluster = ControlPlane.launch();
    cluster.create(TestBed.ACCOUNT);
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE));
    bed.vault().kubernetes(cluster).role(TestBed.ROLE, TestBed.ACCOUNT, terms);
    return cluster;
  }

  private String describe(ControlPlane controlPlane) {
    Path token = secret("kubernetes-token", controlPlane.token(TestBed.ACCOUNT));
    return """
        Kubernetes   %s
          kubeconfig   %s
        Application  auth role %s at auth/kubernetes
          its token    in %s
        """
        .formatted(controlPlane.address(), controlPlane.kubeconfig(), TestBed.ROLE, token);
  }

  private Path secret(String name, String value) {
    Path file = bed.vault().directory().resolve("secrets").resolve(name);
    Secrets.write(file, value);
    return file;
  }
}
