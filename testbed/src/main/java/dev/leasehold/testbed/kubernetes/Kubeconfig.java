// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client configuration as kubectl and kubernetes-client read it. */
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(URI server, String caPem, String token) {
    String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
    return """
        apiVersion: v1
        kind: Config
        current-context: testbed
        clusters:
          - name: testbed
            cluster:
              server: %s
              certificate-authority-data: %s
        users:
          - name: admin
            user:
              token: %s
        contexts:
          - name: testbed
            context:
              cluster: testbed
              user: admin
        """
        .formatted(server, ca, token);
  }
}
