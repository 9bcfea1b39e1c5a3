// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrapped answers that are taken out once, and asked for again. */
class InterceptedAnswerTest {

  private static final String CREDS = "database/creds/orders";
  private static final String UNWRAP = "sys/wrapping/unwrap";
  private static final String REWRAP = "sys/wrapping/rewrap";
  private static final String LOOKUP = "sys/wrapping/lookup";
  private static final String LEASE =
      "{\"secret\":{\"lease_id\":\"database/creds/orders/x\"},\"data\":{\"username\":\"hmac-sha256:u\"}}";
  private static final String REFUSED =
      ",\"error\":\"wrapping token is not valid or does not exist\"";

  /** Of the client that had the answer wrapped, the client that took it out, and another client. */
  private static final String ASKER = "10.0.0.1";

  private static final String FIRST = "10.0.0.2";
  private static final String OTHER = "10.0.0.3";

  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"orders-%1$s\",\"namespace\":\"shop\",\"uid\":\"u%1$s\","
          + "\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\"},"
          + "\"status\":{\"podIPs\":[{\"ip\":\"%2$s\"},{\"ip\":\"%3$s\"}],\"startTime\":\"2026-11-18T10:00:00Z\"}}";

  private final Path folder;
  private final List<String> log = new ArrayList<>();

  InterceptedAnswerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isFoundWhereAnotherAddressIsRefused() throws Exception {
    wrapped(0, CREDS, "a");
    taken(1, UNWRAP, "a", FIRST, LEASE);
    refused(2, UNWRAP, "\"auth\":{\"client_token\":\"hmac-sha256:a\"},", OTHER);
    refused(3, LOOKUP, third("a"), OTHER);
    JsonNode found = found().get(0);
    assertThat(line(found))
        .isEqualTo(
            "10.0.0.3 2 database/creds/orders/x 10.0.0.2 took out the wrapped answer of"
                + " database/creds/orders; request ID of the answer: 0");
    assertThat(found.path("happened_at").asText()).isEqualTo("2026-11-18T11:01:00Z");
    assertThat(found.path("until_at").asText()).isEqualTo("2026-11-18T11:03:00Z");
  }

  @Test
  void isFoundOfALoginAStaticRoleAndAnAnswerThatIsWrappedAgain() throws Exception {
    wrapped(0, "auth/kubernetes/login", "a", "asker");
    twice(1, "a", FIRST, OTHER);
    wrapped(0, "database/static-creds/fixed", "b");
    twice(1, "b", FIRST, OTHER);
    wrapped(0, CREDS, "c");
    taken(1, REWRAP, "c", FIRST, wrapping("d", CREDS));
    refused(2, REWRAP, third("c"), OTHER);
    twice(3, "d", FIRST, OTHER);
    wrapped(0, CREDS, "e");
    taken(1, "cubbyhole/response", "e", FIRST, "{}");
    refused(2, UNWRAP, third("e"), OTHER);
    assertThat(details())
        .containsExactlyInAnyOrder(
            "auth/kubernetes/login", "database/static-creds/fixed", CREDS, CREDS, CREDS);
  }

  /** The token of the request and the new token differ, and a batch token has no accessor. */
  @Test
  void isFoundOfATokenThatAnotherTokenMade() throws Exception {
    List<String> paths =
        List.of("auth/token/create", "auth/token/create-orphan", "auth/token/create/orders");
    for (String path : paths) {
      wrapped(0, path, path, "child");
      twice(1, path, FIRST, OTHER);
    }
    wrapped(0, paths.get(0), "batch");
    twice(1, "batch", FIRST, OTHER);
    List<String> again = List.of("auth/token/create", "auth/userpass/login/reader");
    for (String path : again) {
      taken(1, REWRAP, "old", FIRST, wrapping("new " + path, path));
      twice(2, "new " + path, FIRST, OTHER);
    }
    assertThat(details())
        .containsExactlyInAnyOrder(
            paths.get(0), paths.get(1), paths.get(2), paths.get(0), again.get(0), again.get(1));
  }

  /** A client that has lost the answer tries again, and a pod may have two addresses. */
  @Test
  void isNoneWhereTheSameClientTriesAgain() throws Exception {
    wrapped(0, CREDS, "a");
    twice(1, "a", FIRST, FIRST);
    wrapped(0, CREDS, "b");
    twice(1, "b", FIRST, "fd00::2");
    assertThat(found(pods())).isEmpty();
    wrapped(0, CREDS, "c");
    twice(1, "c", FIRST, "fd00::3");
    assertThat(found(pods()))
        .singleElement()
        .extracting(each -> each.path("pod").asText())
        .isEqualTo("shop/orders-3");
  }

  @Test
  void isNoneOfATokenThatHasExpiredOrWasNotTakenOutYet() throws Exception {
    wrapped(0, CREDS, "a");
    refused(2, UNWRAP, third("a"), OTHER);
    wrapped(0, CREDS, "b");
    taken(1, UNWRAP, "b", FIRST, LEASE);
    refused(6, UNWRAP, third("b"), OTHER);
    wrapped(0, CREDS, "c");
    refused(1, LOOKUP, third("c"), OTHER);
    taken(2, UNWRAP, "c", FIRST, LEASE);
    assertThat(found()).isEmpty();
  }

  /** A pipeline looks up whether its job has taken the answer out. */
  @Test
  void isNoneWhereTheAskerLooksItUp() throws Exception {
    wrapped(0, CREDS, "a");
    taken(1, UNWRAP, "a", FIRST, LEASE);
    refused(2, LOOKUP, third("a"), ASKER);
    assertThat(found()).isEmpty();
    refused(3, UNWRAP, third("a"), ASKER);
    assertThat(found()).hasSize(1);
  }

  @Test
  void isNoneBehindAProxyOrOfAnotherSecret() throws Exception {
    wrapped(0, CREDS, "a");
    twice(1, "a", FIRST, OTHER);
    assertThat(found("--proxy=" + FIRST)).isEmpty();
    assertThat(found("--proxy=" + OTHER)).isEmpty();
    log.clear();
    wrapped(0, "secret/data/orders", "b");
    twice(1, "b", FIRST, OTHER);
    wrapped(0, "auth/approle/role/orders/secret-id", "e", "of the secret_id");
    twice(1, "e", FIRST, OTHER);
    taken(1, REWRAP, "c", FIRST, wrapping("d", "secret/data/orders"));
    twice(2, "d", FIRST, OTHER);
    refused(3, UNWRAP, third("nobody knows it"), OTHER);
    assertThat(found()).isEmpty();
  }

  /** Each device has hashes of its own, and may lack an entry. */
  @Test
  void isOneFindingInTheLogsOfTwoAuditDevices() throws Exception {
    wrapped(0, CREDS, "a");
    twice(1, "a", FIRST, OTHER);
    List<String> one = List.copyOf(log);
    List<String> two =
        one.stream().map(line -> line.replace("hmac-sha256:", "hmac-sha256:z")).toList();
    log.addAll(two);
    assertThat(found())
        .singleElement()
        .extracting(each -> each.path("occurrences").asInt())
        .isEqualTo(1);
    log.clear();
    log.addAll(one.subList(0, 2));
    log.addAll(two.subList(1, 3));
    assertThat(found()).hasSize(1);
  }

  private String pods() throws Exception {
    String two = POD.formatted("2", FIRST, "fd00::2") + POD.formatted("3", OTHER, "fd00::3");
    return "--kubernetes=" + Files.writeString(folder.resolve("pods.json"), two);
  }

  private List<JsonNode> found(String... options) throws Exception {
    List<String> question = new ArrayList<>(List.of("findings"));
    question.add("--vault-audit=" + Files.write(folder.resolve("audit.log"), log));
    question.addAll(List.of(options));
    JsonNode findings = AskedAudit.of(question.toArray(String[]::new)).get("findings");
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : findings) {
      if (each.get("code").asText().equals("LA15")) {
        found.add(each);
      }
    }
    return found;
  }

  private static String line(JsonNode finding) {
    return String.join(
        " ",
        finding.path("address").asText(),
        finding.path("occurrences").asText(),
        finding.path("lease_id").asText(),
        finding.path("detail").asText());
  }

  /** Returns the paths of the wrapped answers. */
  private List<String> details() throws Exception {
    return found().stream()
        .map(each -> each.path("detail").asText().replaceAll(".*answer of (.*); .*", "$1"))
        .toList();
  }

  private void wrapped(int minute, String path, String wrapping) {
    entry(minute, path, token("asker"), ASKER, ",\"response\":" + wrapping(wrapping, path));
  }

  /** The answer has a token or a {@code secret_id} with this accessor. */
  private void wrapped(int minute, String path, String wrapping, String accessor) {
    String info =
        wrapping(wrapping, path).replace("}}", ",\"wrapped_accessor\":\"" + accessor + "\"}}");
    entry(minute, path, token("asker"), ASKER, ",\"response\":" + info);
  }

  private static String wrapping(String token, String path) {
    return "{\"wrap_info\":{\"token\":\"hmac-sha256:%1$s\",\"ttl\":300,\"creation_path\":\"%2$s\"}}"
        .formatted(token, path);
  }

  private void twice(int minute, String wrapping, String first, String other) {
    taken(minute, UNWRAP, wrapping, first, LEASE);
    refused(minute + 1, UNWRAP, third(wrapping), other);
  }

  private void taken(int minute, String path, String wrapping, String address, String response) {
    entry(minute, path, token(wrapping), address, ",\"response\":" + response);
  }

  private void refused(int minute, String path, String token, String address) {
    entry(minute, path, token, address, REFUSED);
  }

  private static String token(String token) {
    return "\"auth\":{\"accessor\":\"%1$s\",\"client_token\":\"hmac-sha256:%1$s\"},"
        .formatted(token);
  }

  /** Of a client that has a token of its own. */
  private static String third(String wrapping) {
    return "\"data\":{\"token\":\"hmac-sha256:" + wrapping + "\"},";
  }

  private void entry(int minute, String path, String token, String address, String result) {
    boolean isData = token.startsWith("\"data\"");
    log.add(
        ("{%1$s\"request\":{%2$s\"id\":\"%3$d\",\"operation\":\"read\",\"path\":\"%4$s\",\"remote_address\":\"%5$s\"}%6$s,"
                + "\"time\":\"2026-11-18T11:0%7$d:00.0Z\",\"type\":\"%8$s\"}")
            .formatted(
                isData ? token("own") : token,
                isData ? token : "",
                log.size(),
                path,
                address,
                result,
                minute,
                result.equals(REFUSED) ? "request" : "response"));
  }
}
