// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * The image under a container engine, as the Pod Security Standard {@code restricted} has it. It
 * has no rights, is not root, and can write to nothing but the volume.
 */
abstract class DockerBed extends SidecarBed {

  static final String IMAGE = System.getProperty("leasehold.test.image");
  private static final Path ARCHIVE = Path.of("target/image/leasehold-sidecar-docker.tar");
  static final Duration BOUND = Duration.ofMinutes(2);
  private static final int USER = 10001;
  private static final long MEMORY_BYTES = 192L << 20;
  private static final long PROCESSES = 64;

  private Path projected = Path.of("");

  @BeforeAll
  static void load() throws IOException {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker answers here, and none can be started");
    try (InputStream archive = Files.newInputStream(ARCHIVE)) {
      DockerClientFactory.instance().client().loadImageCmd(archive).exec();
    }
  }

  /** Token and certificate are the user's, as the kubelet has them; so is the volume. */
  @BeforeEach
  void giveToUser() throws IOException {
    projected = Files.createDirectory(volume.resolve("projected"));
    copy(BED.tokenFile(), "token");
    copy(BED.vault().caCertificate(), "ca.crt");
    try (Stream<Path> all = Files.walk(volume)) {
      for (Path path : all.toList()) {
        own(path);
      }
    }
  }

  private void copy(Path file, String name) throws IOException {
    Files.copy(file, projected.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Without root, an engine that is not root's maps the caller to itself. */
  private static void own(Path path) throws IOException {
    if (isRoot()) {
      Files.setAttribute(path, "unix:uid", USER);
      Files.setAttribute(path, "unix:gid", USER);
    }
    if (Files.isRegularFile(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r-----"));
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Runs {@code init} of an image to its end, and returns the user that it has written. */
  String init(String image) {
    try (GenericContainer<?> init = container(image, "init")) {
      init.withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(BOUND)).start();
      assertThat(roles()).as(init.getLogs()).containsExactly(user());
      return user();
    }
  }

  GenericContainer<?> container(String name, String command) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("LEASEHOLD_AUTH_TOKEN_FILE", projected.resolve("token").toString());
    settings.put("VAULT_CACERT", projected.resolve("ca.crt").toString());
    Bind bind = new Bind(volume.toString(), new Volume(volume.toString()));
    return new GenericContainer<>(DockerImageName.parse(name))
        .withImagePullPolicy(image -> false)
        .withNetworkMode("host")
        .withEnv(settings)
        .withCommand(command)
        .withCreateContainerCmdModifier(
            create -> {
              if (!isRoot()) {
                create.withUser(uid() + ":" + uid());
              }
              restrict(create.getHostConfig().withBinds(bind));
            });
  }

  private static void restrict(HostConfig host) {
    host.withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(MEMORY_BYTES)
        .withPidsLimit(PROCESSES);
  }

  private static Object uid() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
