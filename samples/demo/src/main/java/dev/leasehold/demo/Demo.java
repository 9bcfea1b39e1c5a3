// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.kubernetes.KubernetesNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Shows Leasehold on real servers. Exit code 0 if all that was promised held, 1 if not, 64 for a
 * wrong command line.
 */
public final class Demo {

  private static final int USAGE = 64;
  private static final int ROTATIONS = 3;
  private static final Duration GIVE_BACK = Duration.ofSeconds(5);
  private static final Path PICTURE =
      SourceTree.root().resolve("samples/demo/target/demo-run.html");

  private final Options options;
  private final Screen screen;
  private final Cleanup cleanup = new Cleanup();
  private final Roles roles = new Roles();
  private final Tally tally = new Tally();
  private int turnsBefore;
  private boolean onNode;

  private Demo(Options options, Screen screen) {
    this.options = options;
    this.screen = screen;
  }

  /** Runs the demo. The script {@code demo} explains the options. */
  public static void main(String[] args) {
    try {
      Demo demo = new Demo(Options.parse(List.of(args)), screen());
      demo.cleanup.closeAtExit();
      System.exit(demo.run());
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage() + "; try ./demo --help");
      System.exit(USAGE);
    }
  }

  /** The script knows whether standard output is a terminal; Java 17 cannot tell. */
  private static Screen screen() {
    if (!Boolean.getBoolean("demo.terminal")) {
      return new PlainScreen(System.out);
    }
    Screen screen = new TerminalScreen(System.out, System.getenv("NO_COLOR") == null);
    System.setErr(new PrintStream(new ErrorLines(screen), true, StandardCharsets.UTF_8));
    return screen;
  }

  private int run() {
    try {
      return play();
    } catch (DemoException | TestBedException | SQLException e) {
      if (!cleanup.isInterrupted()) {
        screen.close();
        System.err.println("demo: " + e.getMessage());
      }
      return 1;
    } catch (InterruptedException e) {
      return 1;
    } finally {
      cleanup.close();
    }
  }

  private int play() throws SQLException, InterruptedException {
    Stage stage = cleanup.keep(stage());
    screen.event("starting the application");
    Observation observation = options.observe() ? cleanup.keep(observation()) : null;
    OrdersApplication orders = cleanup.keep(orders(stage, observation));
    orders.surroundings().forEach(screen::event);
    Watch watch = cleanup.keep(watch(stage, orders));
    watch.start();
    orders.awaitServing();
    AutoCloseable load = cleanup.keep(orders.load(tally));
    screen.event("the application is under load");
    turnsBefore = roles.turns().size();
    Story story = new Story(stage, watch, roles, tally, screen);
    story.rotations(wanted());
    Revocation revocation = null;
    TakeOver takeOver = null;
    if (orders instanceof SidecarOrders sidecar) {
      takeOver = story.takeOver(sidecar);
    } else {
      revocation = story.revocation();
    }
    Outage outage = options.brief() ? null : story.outage();
    Events events = new Events(revocation, takeOver, outage);
    if (options.keep()) {
      keep(stage, orders, observation);
    }
    Summary summary = end(load, orders, watch, events);
    if (observation != null) {
      Path file = observation.draw(PICTURE, events, summary.lines());
      System.out.println("  picture of the run       " + file.toUri());
    }
    return summary.held() ? 0 : 1;
  }

  private Observation observation() {
    screen.event("starting Prometheus");
    return Observation.start(tally);
  }

  private OrdersApplication orders(Stage stage, @Nullable Observation observation) {
    String url = stage.bed().postgres().url();
    List<Setting> settings = new ArrayList<>(stage.settings());
    if (observation != null) {
      settings.add(observation.listen(options.sidecar()));
    }
    if (onNode) {
      return PodOrders.start(stage, screen::event);
    }
    if (!options.sidecar()) {
      return AgentOrders.start(options.agent(), settings, url);
    }
    Path python = Path.of(System.getProperty("demo.python"));
    return SidecarOrders.start(settings, url, python);
  }

  /** Why the application is no pod; empty where it is a pod. */
  private Optional<String> nodeObstacle() {
    if (options.sidecar() || options.observe()) {
      return Optional.of("--sidecar and --observe are without pods");
    }
    return KubernetesNode.obstacle();
  }

  private Stage stage() {
    if (options.kubernetes()) {
      Optional<String> obstacle = nodeObstacle();
      onNode = obstacle.isEmpty();
      screen.event(
          obstacle
              .map(why -> "the application will be no pod: " + why)
              .orElse("the application will be a pod, on a node of this machine"));
      screen.event("starting PostgreSQL, Vault, etcd and the Kubernetes API server");
      return onNode ? Stage.withKubernetes() : Stage.withKubernetesToken();
    }
    screen.event("starting PostgreSQL and Vault");
    return Stage.withJwt();
  }

  private Watch watch(Stage stage, OrdersApplication orders) throws SQLException {
    RoleQuery query = new RoleQuery(stage.bed().postgres());
    return new Watch(query, roles, new LeaseholdLog(orders.log()), tally, screen);
  }

  private Summary end(AutoCloseable load, OrdersApplication orders, Watch watch, Events events)
      throws InterruptedException {
    screen.event("stopping the application");
    close(load);
    int rotations = roles.turns().size() - turnsBefore - events.forcedTurns();
    orders.stop();
    boolean gone = watch.holds(GIVE_BACK, () -> roles.latest().roles().isEmpty());
    int left = gone ? 0 : roles.latest().roles().size();
    screen.close();
    Summary summary =
        new Summary(
            new Counts(rotations, wanted(), roles.atOnce(), left),
            tally.servedCount(),
            tally.failures(),
            events);
    System.out.println();
    summary.lines().forEach(System.out::println);
    return summary;
  }

  private static void close(AutoCloseable load) throws InterruptedException {
    try {
      load.close();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new DemoException("the load cannot be ended: " + e, e);
    }
  }

  private int wanted() {
    return options.brief() ? 1 : ROTATIONS;
  }

  private void keep(Stage stage, OrdersApplication orders, @Nullable Observation observation)
      throws InterruptedException {
    stage.addresses().forEach(screen::event);
    if (observation != null) {
      screen.event("Prometheus   " + observation.address());
    }
    screen.event(orders.address());
    screen.event("everything goes on until Ctrl-C");
    new CountDownLatch(1).await();
  }
}
