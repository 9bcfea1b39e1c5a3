// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.it.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kubectl describe pod} shows of a pod that cannot start rightly the termination message of
 * its container, which a kubelet has read.
 */
abstract class NodeRefusals {

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final String OLD_TOKEN = "/var/run/old/token";

  private static final List<String> JOBS = new ArrayList<>();

  @TempDir private static Path directory = Path.of("");

  /** All pods start at once, as two cores are slow. */
  @BeforeAll
  static void start() throws IOException {
    Shop shop = shop();
    shop.kubectl(
        "none",
        "create",
        "configmap",
        "brief", // Each query waits for a credential.
        "--from-literal=application.properties=jdbc.url="
            + shop.jdbcUrl()
            + "\njdbc.user=batch\njdbc.password=static\nthreads=1\nqueries=3\n");
    run("audience", Shop.batch("audience"), "--audience=somebody-else");
    run("role", Shop.batch("role"), "--role=nobody");
    run("account", Shop.batch("account"), "--role=orders");
    run("vault", Shop.batch("vault"), "--vault-addr=https://" + shop.node().address() + ":1");
    run("old-token", oldToken(), "--set=auth.token-file=" + OLD_TOKEN);
    run("elsewhere", elsewhere(), "--role=nobody");
    run("no-agent", Shop.batch("no-agent"), "--agent-image=registry.example.com/plain-jdbc:0.1.0");
    run("image", Shop.batch("image"), "--agent-volume=image");
    run("native", Shop.batch("native"), "--mode=sidecar", "--role=nobody");
    run("fine", Shop.batch("fine"), "--set=first-credential-timeout=90s");
  }

  private static String elsewhere() {
    String path = "          terminationMessagePath: /dev/why\n          args:";
    return Shop.batch("elsewhere").replace("          args:", path);
  }

  /** A token that was mounted once, and that nobody renews. */
  private static String oldToken() {
    String token = shop().expiredToken("orders-batch");
    shop().kubectl("none", "create", "secret", "generic", "old", "--from-literal=token=" + token);
    return Shop.batch("old-token")
        .replace(
            "          volumeMounts:\n",
            "          volumeMounts:\n            - name: old\n              mountPath: /var/run/old\n")
        .replace(
            "      volumes:\n",
            "      volumes:\n        - name: old\n          secret:\n            secretName: old\n");
  }

  private static void run(String name, String manifest, String... options) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("--creds=database/creds/batch");
    all.add("--role=orders-batch");
    all.add("--url=" + shop().jdbcUrl());
    all.add("--set=first-credential-timeout=10s");
    all.addAll(List.of(options));
    String settings = "Map:\n            name: ";
    String brief = manifest.replace(settings + "orders-batch", settings + "brief");
    Path file = Files.writeString(directory.resolve(name + ".yaml"), brief);
    JOBS.add("job/" + name);
    shop().injectAndApply(file, all.toArray(String[]::new));
  }

  /** Some never end by themselves, and other tests measure times on this node. */
  @AfterAll
  static void end() {
    List<String> delete = new ArrayList<>(List.of("delete", "--ignore-not-found"));
    delete.addAll(List.of("--cascade=foreground", NodeIT.PATIENCE));
    delete.addAll(JOBS);
    shop().kubectl("none", delete.toArray(String[]::new));
  }

  private static Shop shop() {
    return NodeIT.shop();
  }

  @Test
  void saysThatTheTokenIsForAnotherAudience() {
    awaitReason("audience", "audience is not the audience that the auth role orders-batch wants");
  }

  @Test
  void saysThatVaultHasNoSuchRole() {
    awaitReason("role", "the auth role nobody does not exist");
  }

  @Test
  void saysThatTheRoleIsNotForTheServiceAccount() {
    awaitReason("account", "the auth role orders is not for the pod's service account");
  }

  @Test
  void saysThatVaultIsNotThere() {
    awaitReason("vault", shop().node().address() + ":1");
  }

  @Test
  void saysThatTheTokenHasExpired() {
    awaitReason("old-token", "the login token has expired");
  }

  @Test
  void saysItWhereTheManifestHasTheMessage() {
    awaitReason("elsewhere", "nobody");
  }

  /** The probe of the sidecar ends it after a minute, and the application is never started. */
  @Test
  void theSidecarSaysWhyItHasNoCredential() {
    awaitMessage("native", "Leasehold: binding default has no credential: ", "nobody");
    shop().awaitLine("native", "leasehold-sidecar", line -> line.contains("nobody"));
  }

  /** The program of another image, in place of Leasehold's, knows no termination message. */
  @Test
  void theLogOfTheInitContainerIsShownWhereItsImageIsAnother() {
    awaitMessage("no-agent", "copy-agent");
    assertThat(reasons("no-agent"))
        .anyMatch(line -> line.startsWith("  leasehold-agent: ended with status "));
  }

  /** containerd 1.6 has no image volumes: the container is not even made. */
  @Test
  void theKubeletSaysThatTheRuntimeHasNoImageVolumes() {
    Eventually.holds("a reason", BOUND, () -> !waiting("image").isEmpty());
    System.out.println("image volume: " + waiting("image"));
    assertThat(waiting("image")).isEqualTo("CreateContainerError");
    assertThat(shop().kubectl("image", "describe", "pods", "--selector=app=image"))
        .contains("CreateContainerError");
    assertThat(reasons("image")).anyMatch(line -> line.startsWith("  batch: CreateContainerError"));
  }

  /** Returns the lines of {@code leasehold status} below the pod of an application. */
  private static List<String> reasons(String application) {
    String pod = Shop.NAMESPACE + " +" + application + "-\\w+ .*";
    return shop()
        .status()
        .lines()
        .dropWhile(line -> !line.matches(pod))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .toList();
  }

  private static String waiting(String application) {
    return pods(application)
        .at("/items/0/status/containerStatuses/0/state/waiting/reason")
        .asText()
        .replaceFirst("ContainerCreating|PodInitializing", "");
  }

  @Test
  void aPodThatIsFineHasNoMessage() {
    shop().kubectl("fine", "wait", "--for=condition=Complete", "job/fine", "--timeout=180s");
    assertThat(ofTerminated("fine", "reason")).contains("Completed");
    assertThat(messages("fine")).isEmpty();
  }

  @Test
  void theStatusCommandListsThemWithTheirReasons() {
    awaitReason("role", "nobody");
    assertThat(shop().status().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.matches("shop role-\\w+ agent leasehold-sidecar:\\S+ failed"))
        .anyMatch(line -> line.startsWith(" batch: Leasehold: ") && line.contains("nobody"));
  }

  /** No plugin of this node enforces them; that they are valid is shown. */
  @Test
  void theNamespaceHasTheNetworkPolicy() {
    assertThat(shop().kubectl("none", "get", "networkpolicies", "--output=name"))
        .isEqualTo("networkpolicy.networking.k8s.io/database-clients");
  }

  /** The agent's reason is in the application's log as well, in its SQLException. */
  private static void awaitReason(String application, String reason) {
    String refused = "FAILED 28000 Leasehold: ";
    shop()
        .awaitLine(application, "batch", line -> line.startsWith(refused) && line.contains(reason));
    awaitMessage(application, "Leasehold: binding default ", reason);
  }

  private static void awaitMessage(String application, String... parts) {
    Eventually.holds(
        "a termination message of " + application, BOUND, () -> !messages(application).isEmpty());
    assertThat(messages(application)).contains(parts);
  }

  private static String messages(String application) {
    return ofTerminated(application, "message");
  }

  /** Returns a field of all containers that have ended, in all of their runs. */
  private static String ofTerminated(String application, String field) {
    return pods(application).findValues("terminated").stream()
        .map(terminated -> terminated.path(field).asText())
        .filter(value -> !value.isEmpty())
        .collect(joining(" "));
  }

  /** Asks the API server itself: a test that waits would start kubectl again and again. */
  private static JsonNode pods(String application) {
    String path = "/api/v1/namespaces/" + Shop.NAMESPACE + "/pods?labelSelector=app%3D";
    return shop().cluster().api().read(path + application);
  }
}
