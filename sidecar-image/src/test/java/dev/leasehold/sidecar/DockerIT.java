// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** The image in a pod: init, sidecar, and the sidecar after a kill. */
class DockerIT extends DockerBed {

  @Test
  void oneRoleServesInitSidecarAndTheSidecarAfterAKill() throws IOException, SQLException {
    String first = init(IMAGE);
    try (GenericContainer<?> sidecar = container(IMAGE, "run")) {
      sidecar.start();
      awaitTakeOver(sidecar, first);
      sidecar.getDockerClient().killContainerCmd(sidecar.getContainerId()).exec();
    }
    try (GenericContainer<?> next = container(IMAGE, "run")) {
      next.start();
      awaitTakeOver(next, first);
      awaitHealthy(next);
      assertThat(roles()).as(next.getLogs()).containsExactly(first);
      connect(login(content()));
      assertThat(stop(next)).as(next.getLogs()).isZero();
      assertThat(roles()).as(next.getLogs()).isEmpty();
    }
  }

  private static void awaitTakeOver(GenericContainer<?> sidecar, String role) {
    SidecarProcess.eventually(
        BOUND,
        () -> sidecar.getLogs().contains("is current: role " + role),
        () -> "does not take over " + role + ":\n" + sidecar.getLogs());
  }

  private static void awaitHealthy(GenericContainer<?> sidecar) {
    List<String> command =
        Stream.concat(
                Stream.of(sidecar.getContainerInfo().getConfig().getEntrypoint()),
                Stream.of("healthcheck"))
            .toList();
    SidecarProcess.eventually(
        BOUND,
        () -> exitCode(sidecar, command) == 0,
        () -> "healthcheck fails:\n" + sidecar.getLogs());
  }

  private static int exitCode(GenericContainer<?> sidecar, List<String> command) {
    try {
      return sidecar.execInContainer(command.toArray(new String[0])).getExitCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it as the kubelet does; returns its exit code. */
  private static long stop(GenericContainer<?> sidecar) {
    sidecar.getDockerClient().stopContainerCmd(sidecar.getContainerId()).withTimeout(30).exec();
    Long code = sidecar.getCurrentContainerInfo().getState().getExitCodeLong();
    return code == null ? -1 : code;
  }
}
