// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** The Dockerfile for a user who builds another image, on a base that needs no registry. */
class DockerfileIT extends DockerBed {

  /** A Java on the PATH and the C library, and nothing of the program. */
  private static final String BASE =
      """
      FROM %s AS image
      FROM scratch
      COPY --from=image /lib /lib
      COPY --from=image /lib64 /lib64
      COPY --from=image /opt/leasehold/java /usr/java
      ENV PATH=/usr/java/bin
      STOPSIGNAL SIGQUIT
      """
          .formatted(IMAGE);

  @Test
  void makesAnImageThatRunsOnABaseWithNothingButJava(@TempDir Path directory) throws Exception {
    DockerClient docker = DockerClientFactory.instance().client();
    String suffix = UUID.randomUUID().toString();
    String base = "leasehold-base:" + suffix;
    String own = "leasehold-own:" + suffix;
    try {
      Path bare = Files.createDirectory(directory.resolve("base"));
      build(docker, Files.writeString(bare.resolve("Dockerfile"), BASE), base, "");
      build(docker, context(directory), own, base);
      assertThat(docker.inspectImageCmd(own).exec().getRawValues().get("Config"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("User", "10001:10001")
          .containsEntry("StopSignal", "SIGTERM");
      assertThat(version(own)).contains("leasehold-sidecar ").contains("Java ");
      assertThat(init(own)).isNotEmpty();
      connect(login(content()));
    } finally {
      Stream.of(own, base).forEach(name -> remove(docker, name));
    }
  }

  /**
   * The files that the Dockerfile's comment says are there after a build; nothing else, so that it
   * is small.
   */
  private static Path context(Path directory) throws IOException {
    Path context = Files.createDirectory(directory.resolve("context"));
    copy(context, "src/build/arguments");
    copy(context, "target/leasehold-sidecar.jar");
    copy(context, "target/image/root/opt/leasehold/leasehold-agent.jar");
    try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
      for (Path library : libraries.toList()) {
        copy(context, library.toString());
      }
    }
    return copy(context, "Dockerfile");
  }

  private static Path copy(Path context, String file) throws IOException {
    Path copy = context.resolve(file);
    Files.createDirectories(copy.getParent());
    return Files.copy(Path.of(file), copy);
  }

  private static void build(DockerClient docker, Path file, String name, String base) {
    docker
        .buildImageCmd(file.toFile())
        .withBuildArg("BASE", base)
        .withTags(Set.of(name))
        .exec(new BuildImageResultCallback())
        .awaitImageId();
  }

  private static String version(String name) {
    try (GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(name))) {
      container
          .withImagePullPolicy(image -> false)
          .withNetworkMode("none")
          .withCommand("version")
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(BOUND))
          .start();
      return container.getLogs();
    }
  }

  /** The first may be missing where its build has failed, and the test then says so. */
  private static void remove(DockerClient docker, String name) {
    docker.listImagesCmd().withImageNameFilter(name).exec().stream()
        .limit(1)
        .forEach(image -> docker.removeImageCmd(name).withForce(true).exec());
  }
}
