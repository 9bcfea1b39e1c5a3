package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The samples as they are, with a static account that does not exist in the database. */
class SamplesIT {

  private static final Duration BOUND = Duration.ofSeconds(90);

  private static TestBed bed;

  @BeforeAll
  static void start() throws IOException {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    bed.postgres()
        .executeAsOwner(Files.readString(Jars.built("samples/spring-boot-orders/schema.sql")));
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void haveNoLineAboutLeasehold() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String sample : List.of("plain-jdbc", "spring-boot-orders", "pools")) {
      Path folder = Jars.built("samples/" + sample);
      try (Stream<Path> tree = Files.walk(folder)) {
        tree.filter(Files::isRegularFile)
            .filter(file -> !folder.relativize(file).startsWith("target"))
            .forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(15);
    assertThat(files).noneMatch(SamplesIT::mentionsLeasehold);
  }

  @Test
  void runTheBatchThroughARotation() throws IOException {
    Path settings = Jars.scratch("batch").resolve("application.properties");
    Files.writeString(
        settings,
        "jdbc.url="
            + bed.postgres().url()
            + "\njdbc.user=batch\njdbc.password=static\nthreads=3\nseconds=30\n");
    settings.toFile().deleteOnExit();
    Path jar = Jars.built("samples/plain-jdbc/target/plain-jdbc.jar");
    try (Application batch =
        Application.start(settings(), List.of("-jar", jar.toString(), settings.toString()))) {
      assertThat(batch.awaitExit(BOUND)).as("exit code").isZero();
      assertThat(batch.output().all()).anyMatch(line -> line.matches("queries=\\d+ failed=0"));
      assertThat(batch.errors().all()).anyMatch(line -> line.contains("generation 2 is current"));
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void serveOrdersOverHttpThroughARotation() throws Exception {
    Path jar = Jars.built("samples/spring-boot-orders/target/spring-boot-orders.jar");
    List<String> arguments =
        List.of(
            "-jar",
            jar.toString(),
            "--server.port=0",
            "--spring.datasource.url=" + bed.postgres().url());
    try (Application orders = Application.start(settings(), arguments)) {
      String started =
          orders.output().await(0, line -> line.contains("Tomcat started on port"), BOUND);
      URI uri =
          URI.create("http://127.0.0.1:" + started.replaceAll(".*port (\\d+).*", "$1") + "/orders");
      post(uri);
      orders.errors().await(0, line -> line.contains("generation 2 is current"), BOUND);
      post(uri);
      orders.terminate();
      orders.awaitExit(BOUND);
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  private static void post(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"customer\":\"a\",\"article\":\"b\",\"quantity\":1}"))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }

  private static boolean mentionsLeasehold(Path file) {
    try {
      // A sample's parent is the build's, which is all that may name it.
      return Files.readString(file)
          .replace("dev.leasehold</groupId>", "")
          .toLowerCase(java.util.Locale.ROOT)
          .contains("leasehold");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
