// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.prometheus;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A target that Prometheus scrapes, as a part of its configuration.
 *
 * @param job the label {@code job}
 * @param lines its {@code scrape_config}, without the name of the job
 */
public record Scrape(String job, List<String> lines) {

  public Scrape {
    lines = List.copyOf(lines);
  }

  /** A target on 127.0.0.1 that answers at {@code /metrics}, with a label {@code namespace}. */
  public static Scrape of(String job, String namespace, int port) {
    return new Scrape(
        job,
        List.of(
            "static_configs:",
            "  - targets: ['127.0.0.1:" + port + "']",
            "    labels: {namespace: '" + namespace + "'}"));
  }

  /** Vault's own metrics, read with a token. */
  public static Scrape ofVault(URI address, String token) {
    List<String> lines = new ArrayList<>();
    lines.add("scheme: https");
    lines.add("metrics_path: /v1/sys/metrics");
    lines.add("params: {format: [prometheus]}");
    lines.add("authorization: {credentials: '" + token + "'}");
    lines.add("tls_config: {insecure_skip_verify: true}");
    lines.add("static_configs:");
    lines.add("  - targets: ['127.0.0.1:" + address.getPort() + "']");
    return new Scrape("vault", lines);
  }

  String yaml() {
    return "  - job_name: '" + job + "'\n    " + String.join("\n    ", lines) + "\n";
  }

  @Override
  public String toString() {
    return job; // The lines may hold a token.
  }
}
