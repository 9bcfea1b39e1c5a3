// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.Kubectl;
import dev.leasehold.testbed.kubernetes.KubernetesNode;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.vault.KubernetesAuth;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * PostgreSQL, Vault, and a cluster of one node with the namespace {@value #NAMESPACE}, which takes
 * no pod below the Pod Security Standard {@code restricted}.
 */
final class Shop implements AutoCloseable {

  static final String NAMESPACE = "shop";

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final TestBed bed;
  private final ControlPlane cluster;
  private final KubernetesNode node;
  private final Kubectl kubectl;
  private final KubernetesAuth logins;

  private Shop(TestBed bed, ControlPlane cluster, KubernetesNode node) {
    this.bed = bed;
    this.cluster = cluster;
    this.node = node;
    this.kubectl = new Kubectl(cluster, NAMESPACE);
    this.logins = bed.vault().kubernetes(cluster);
  }

  /** Starts all of it; if a part fails, the parts before it are closed. */
  static Shop open() {
    CompletableFuture<List<Path>> images = CompletableFuture.supplyAsync(NodeImages::write);
    Deque<Runnable> ends = new ArrayDeque<>();
    try {
      ControlPlane cluster = ControlPlane.launch();
      ends.push(cluster::close);
      TestBed bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, LONGEST));
      ends.push(bed::close);
      List<Integer> ports = List.of(bed.vault().port(), bed.postgres().port());
      KubernetesNode node = KubernetesNode.launch(cluster, ports, images.join());
      ends.push(node::close);
      Shop shop = new Shop(bed, cluster, node);
      shop.furnish();
      return shop;
    } catch (RuntimeException e) {
      ends.forEach(Runnable::run);
      throw e;
    }
  }

  private void furnish() {
    bed.postgres().executeAsOwner(read(Jars.built("samples/spring-boot-orders/schema.sql")));
    bed.postgres()
        .executeAsOwner("ALTER TABLE orders ADD COLUMN placed_by text DEFAULT session_user");
    kubectl.run("apply", "--filename=" + Jars.built("deploy/kubernetes/namespace.yaml"));
    kubectl.run("apply", "--filename=" + Jars.built("deploy/kubernetes/network-policy.yaml"));
    kubectl.run(
        "create", "configmap", "vault-ca", "--from-file=ca.crt=" + bed.vault().caCertificate());
    kubectl.run(
        "create",
        "configmap",
        "orders-database",
        "--from-literal=jdbc-url=" + jdbcUrl(),
        "--from-literal=host=" + node.address(),
        "--from-literal=port=" + bed.postgres().port(),
        "--from-literal=name=" + PostgresServer.DATABASE);
    kubectl.run(
        "create",
        "configmap",
        "orders-batch",
        "--from-literal=application.properties=jdbc.url="
            + jdbcUrl()
            + "\njdbc.user=batch\njdbc.password=static\nthreads=2\nqueries=300\n");
  }

  /**
   * Lets a service account of the namespace log in and take out credentials.
   *
   * @param role in the database engine; Vault names the database's roles after its first eight
   *     characters
   */
  void admit(String account, String role) {
    admit(account, role, LEASE);
  }

  /** The same with leases that live for so long without renewal. */
  void admit(String account, String role, Duration lease) {
    bed.vault().database().role(role, lease, LONGEST);
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(role));
    logins.role(account, new ServiceAccount(NAMESPACE, account), terms);
  }

  /** Where the database is, as pods see it. */
  String jdbcUrl() {
    return bed.postgres().url().replace("127.0.0.1", node.address());
  }

  /** Returns how many orders each role in the database has placed, of a role of the engine. */
  Map<String, Long> orders(String role) {
    Map<String, Long> orders = new TreeMap<>();
    bed.postgres()
        .query("SELECT placed_by, count(*) FROM orders GROUP BY placed_by")
        .forEach(row -> orders.put(String.valueOf(row.get(0)), Long.valueOf(row.get(1))));
    orders.keySet().removeIf(name -> !name.contains("-" + role + "-"));
    return orders;
  }

  /** Returns the database's messages about failed logins and statements of a role. */
  List<String> failures(String role) {
    return read(bed.postgres().log())
        .lines()
        .filter(line -> line.contains("-" + role + "-"))
        .filter(line -> line.contains(" ERROR: ") || line.contains(" FATAL: "))
        .toList();
  }

  PostgresServer postgres() {
    return bed.postgres();
  }

  ControlPlane cluster() {
    return cluster;
  }

  /**
   * Runs {@code leasehold inject OPTION... MANIFEST | kubectl apply -f -}. Of two options with one
   * name the last option is taken, but for {@code --set}.
   */
  void injectAndApply(Path manifest, String... options) {
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "--agent-image=" + NodeImages.LEASEHOLD,
                "--vault-addr=https://" + node.address() + ":" + bed.vault().port(),
                "--vault-ca-config-map=vault-ca",
                "--set=vault.tls-server-name=localhost"),
            Stream.of(options))
        .forEach(option -> byName.put(name(option), option));
    List<String> inject = new ArrayList<>();
    inject.add(Jars.built("cli/target/leasehold/bin/leasehold").toString());
    inject.add("inject");
    inject.addAll(byName.values());
    inject.add(manifest.toString());
    Command.pipe(inject, kubectl.command("apply", "--filename=-"), BOUND);
  }

  private static String name(String option) {
    return option.startsWith("--set=") ? option : option.substring(0, option.indexOf('='));
  }

  /** Runs kubectl; if that fails, the error has the output of an application's pods. */
  String kubectl(String application, String... arguments) {
    try {
      return kubectl.run(arguments);
    } catch (TestBedException e) {
      throw new AssertionError(describe(application), e);
    }
  }

  private String describe(String application) {
    String pods = kubectl.run("describe", "pods", "--selector=app=" + application);
    return pods + "\n" + String.join("\n", node.log(NAMESPACE, application, "orders"));
  }

  /** Waits for a line of a container of the application's only pod. */
  void awaitLine(String application, String container, Predicate<String> which) {
    Eventually.holds(
        "a line of " + container + " in " + application,
        BOUND,
        () -> log(application, container).stream().anyMatch(which));
  }

  /** Returns the output of a container. */
  List<String> log(String application, String container) {
    return node.log(NAMESPACE, application, container);
  }

  /** Returns the roles in the database that a role of the database engine has made. */
  List<String> roles(String role) {
    return bed.postgres().ephemeralRoles().stream()
        .filter(name -> name.contains("-" + role + "-"))
        .toList();
  }

  /** Returns the manifest of the Job with another name. */
  static String batch(String name) {
    return read(Jars.built("deploy/kubernetes/orders-batch.yaml"))
        .replace("name: orders-batch\nspec", "name: " + name + "\nspec")
        .replace("app: orders-batch", "app: " + name);
  }

  /** Returns a token of a service account of the namespace that ended two hours ago. */
  String expiredToken(String account) {
    ServiceAccount known = new ServiceAccount(NAMESPACE, account);
    cluster.create(known);
    return cluster.expiredToken(known);
  }

  /** Runs {@code leasehold status} in the namespace, and returns its output. */
  String status() {
    return Command.run(
        Path.of("/"),
        List.of(
            "sh",
            "-c",
            "\"$0\" \"$@\" || test $? -eq 1", // Which says that something is wrong with a pod.
            Jars.built("cli/target/leasehold/bin/leasehold").toString(),
            "status",
            "--namespace=" + NAMESPACE,
            "--kubeconfig=" + cluster.kubeconfig()));
  }

  KubernetesNode node() {
    return node;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    cluster.close();
    bed.close();
  }
}
