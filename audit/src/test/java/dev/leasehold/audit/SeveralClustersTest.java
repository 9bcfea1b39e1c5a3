// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Vault serves two clusters, and the pods of one cluster are known. */
class SeveralClustersTest {

  private static final String PODS =
      "{\"items\":[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"dns-1\",\"namespace\":\"system\",\"uid\":\"u-1\","
          + "\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"status\":{\"podIP\":\"10.0.0.1\",\"startTime\":\"2026-11-18T10:00:00Z\"}},"
          + "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"dns-2\",\"namespace\":\"system\",\"uid\":\"u-2\","
          + "\"creationTimestamp\":\"2026-11-18T14:00:00Z\"},\"status\":{\"podIP\":\"10.0.0.2\",\"startTime\":\"2026-11-18T14:00:00Z\"}}]}";

  private final Path folder;

  SeveralClustersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aLeaseIsWithoutAPodInAClusterWhosePodsAreKnownAlone() throws Exception {
    assertThat(withoutPod()).hasSize(4);
    assertThat(withoutPod("--auth-mount=auth/eu/kubernetes/")).containsExactly("eu-in", "eu-out");
    assertThat(withoutPod("--auth-mount=us", "--auth-mount=eu/kubernetes")).hasSize(4);
    assertThat(withoutPod("--auth-mount=/auth/us//")).containsExactly("us-in", "us-out");
  }

  /** Else nobody sees that the finding is looked for nowhere. */
  @Test
  void aMountThatNothingIsOfIsAGap() throws Exception {
    assertThat(withoutPod("--auth-mount=u")).isEmpty();
    assertThat(found("LA14", "detail", "--auth-mount=u", "--auth-mount=us"))
        .filteredOn(each -> each.contains("--auth-mount"))
        .containsExactly(
            "no login and no lease is of --auth-mount u: LA02 does not look for any there");
  }

  /**
   * Returns the leases of finding LA02: of each cluster a lease of a login in the log, and another
   * lease.
   */
  private List<String> withoutPod(String... options) throws Exception {
    return found("LA02", "lease_id", options).map(each -> each.replaceAll(".*/", "")).toList();
  }

  private Stream<String> found(String code, String column, String... options) throws Exception {
    Path audit = folder.resolve("audit.log");
    Files.write(
        audit,
        List.of(
            login("eu/kubernetes", "eu-kubernetes-shop-orders", "aa"),
            lease("eu-in", "eu-kubernetes-shop-orders", "aa"),
            lease("eu-out", "eu-kubernetes-shop-orders", "bb"),
            login("us", "us-shop-orders", "cc"),
            lease("us-in", "us-shop-orders", "cc"),
            lease("us-out", "us-shop-orders", "dd")));
    Path pods = Files.writeString(folder.resolve("pods.json"), PODS);
    Stream<String> inputs = Stream.of("findings", "--vault-audit=" + audit, "--kubernetes=" + pods);
    JsonNode findings =
        AskedAudit.of(Stream.concat(inputs, Stream.of(options)).toArray(String[]::new))
            .get("findings");
    return Stream.iterate(0, i -> i < findings.size(), i -> i + 1)
        .map(findings::get)
        .filter(each -> each.get("code").asText().equals(code))
        .map(each -> each.get(column).asText())
        .sorted();
  }

  private static String login(String mount, String displayName, String accessor) {
    return entry(
        "auth/" + mount + "/login",
        displayName,
        accessor,
        "{\"auth\":" + auth(displayName, accessor) + ",\"mount_type\":\"kubernetes\"}");
  }

  private static String lease(String id, String displayName, String accessor) {
    return entry(
        "database/creds/orders",
        displayName,
        accessor,
        "{\"secret\":{\"lease_id\":\"database/creds/orders/" + id + "\"}}");
  }

  private static String auth(String displayName, String accessor) {
    return "{\"accessor\":\"hmac-sha256:"
        + accessor
        + "\",\"display_name\":\""
        + displayName
        + "\",\"metadata\":{\"service_account_name\":\"orders\",\"service_account_namespace\":\"shop\"}}";
  }

  private static String entry(String path, String displayName, String accessor, String response) {
    return "{\"auth\":"
        + auth(displayName, accessor)
        + ",\"request\":{\"id\":\""
        + (path + accessor + response).hashCode()
        + "\",\"operation\":\"read\",\"path\":\""
        + path
        + "\",\"remote_address\":\"10.0.0.9\"},\"response\":"
        + response
        + ",\"time\":\"2026-11-18T11:06:40.500Z\",\"type\":\"response\"}";
  }
}
