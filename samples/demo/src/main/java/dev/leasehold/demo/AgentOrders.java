// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The orders application, as it is built, in a JVM of its own with an agent. */
final class AgentOrders implements OrdersApplication {

  private static final String JAR = "samples/spring-boot-orders/target/spring-boot-orders.jar";
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address = URI.create("http://127.0.0.1:" + Ports.free());
  private final String toolOptions;
  private final List<Setting> settings;
  private final Launch launch;
  private final ServerProcess process;

  private AgentOrders(String agent, List<Setting> settings, String databaseUrl) {
    this.toolOptions = "JAVA_TOOL_OPTIONS=-javaagent:" + file(agent);
    this.settings = settings;
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.add(toolOptions);
    settings.forEach(setting -> command.add(setting.toString()));
    command.add("SPRING_DATASOURCE_URL=" + databaseUrl);
    command.add("SERVER_PORT=" + address.getPort());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", file(JAR)));
    this.launch = new Launch("orders", command, ServerDirectory.create("orders"), "TERM");
    this.process = ServerProcess.start(launch);
  }

  /**
   * Starts the application with the agent attached, and returns at once.
   *
   * @param agent the agent's jar, by its path from the project's folder
   * @param settings the agent's settings, in an environment that holds nothing else
   */
  static AgentOrders start(String agent, List<Setting> settings, String databaseUrl) {
    return new AgentOrders(agent, settings, databaseUrl);
  }

  @Override
  public List<String> surroundings() {
    List<String> lines = new ArrayList<>();
    lines.add("the application, unmodified, has this in its environment:");
    lines.add("  " + toolOptions);
    settings.forEach(setting -> lines.add("  " + setting));
    return lines;
  }

  @Override
  public void awaitServing() {
    process.awaitReady(START, this::serves);
  }

  @Override
  public AutoCloseable load(Tally tally) {
    return Traffic.start(address, HttpClient.newBuilder(), tally);
  }

  @Override
  public String address() {
    return "application  curl " + address + "/orders";
  }

  /** The agent writes to the application's standard error. */
  @Override
  public Path log() {
    return launch.log();
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP);
  }

  @Override
  public void close() {
    stop();
    ServerDirectory.remove(launch.directory());
  }

  private boolean serves() {
    try {
      HttpRequest read = HttpRequest.newBuilder(address.resolve("/orders")).build();
      return http.send(read, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String file(String path) {
    return SourceTree.root().resolve(path).toString();
  }
}
