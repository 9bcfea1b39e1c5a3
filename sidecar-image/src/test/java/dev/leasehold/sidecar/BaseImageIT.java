// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The image on another base than none, which {@code src/test/build/base.groovy} has made. */
@EnabledIf("namespacesAreAllowed")
class BaseImageIT {

  private static final Path ARCHIVE = Path.of("target/image-on-a-base/leasehold-sidecar-oci.tar");

  private static UnpackedImage image;

  static boolean namespacesAreAllowed() {
    return ExecIT.namespacesAreAllowed();
  }

  @BeforeAll
  static void unpack(@TempDir Path directory) throws IOException {
    image = UnpackedImage.of(ARCHIVE, directory);
  }

  /** The C library that it runs with is the base's: the image has put in none. */
  @Test
  void beginsWithTheFilesOfTheBaseAndRunsOnThem() throws IOException {
    assertThat(image.root().resolve("of-the-base")).hasContent("a file of the base");
    assertThat(image.layers()).hasSize(4);
    assertThat(image.layers().get(0)).contains("of-the-base").doesNotContain("opt/leasehold/");
    image.layers().stream()
        .skip(1)
        .flatMap(List::stream)
        .forEach(file -> assertThat(file).matches("opt/|opt/leasehold/.*"));
    assertThat(image.run(0, Map.of(), List.of(), "version")).contains("leasehold-sidecar ");
  }

  @Test
  void isSetToRunAsItIsWithoutABase() throws IOException {
    assertThat(image.config())
        .contains("\"User\":\"10001:10001\"", "\"OF_THE_BASE=yes\"", "\"PATH=/opt/leasehold/");
    assertThat(image.entrypoint())
        .containsExactly("/opt/leasehold/java/bin/java", "@/opt/leasehold/arguments");
  }

  @Test
  void startsFromTheArchiveOfItsClasses() throws IOException {
    Map<String, String> classes = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    assertThat(image.run(0, classes, List.of(), "version"))
        .contains("dev.leasehold.sidecar.LeaseholdSidecar source: shared objects file");
  }
}
