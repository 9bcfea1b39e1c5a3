// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.cli.yaml.YamlWriter;
import dev.leasehold.testbed.SourceTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The startup probe names programs of the image, which another module builds. */
class SidecarImageTest {

  private static final String ARGUMENTS = "/opt/leasehold/arguments";

  @Test
  void theProbeRunsWhatTheImageHas() {
    PodSettings settings =
        new PodSettings(Map.of(), Map.of("agent-image", "a:1", "creds", "database/creds/orders"));
    SidecarContainer sidecar = new SidecarContainer(settings, "/run/leasehold", null, true, false);
    String probe = YamlWriter.json(sidecar.nativeForm());
    assertThat(probe).contains("[\"java\", ").contains("\"@" + ARGUMENTS + "\", \"healthcheck\"");
    assertThat(SourceTree.read("sidecar-image/src/build/image.groovy"))
        .contains("def home = '/opt/leasehold'")
        .contains("\"@$home/arguments\"")
        .contains("[PATH: \"$home/java/bin:");
    assertThat(SourceTree.read("sidecar-image/Dockerfile"))
        .contains("COPY src/build/arguments /opt/leasehold/")
        .contains("ENTRYPOINT [\"java\", \"@" + ARGUMENTS + "\"]");
    assertThat(SourceTree.read("sidecar-image/src/build/runtime"))
        .contains("cp \"$here/arguments\" \"$root/$home/\"");
  }
}
