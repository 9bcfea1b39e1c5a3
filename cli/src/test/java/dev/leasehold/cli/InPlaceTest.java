// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders as input, and files that are changed in their place. */
class InPlaceTest extends InjectRuns {

  private final Path folder;

  InPlaceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void changesFilesInPlaceAndBack() throws IOException {
    Path pod = Files.writeString(folder.resolve("pod.yaml"), POD);
    assertThat(inject("", "-i", pod.toString())).isZero();
    assertThat(Files.readString(pod)).contains("leasehold-agent").startsWith(POD.substring(0, 40));
    assertThat(out()).isEmpty();
    assertThat(run("", "inject", "-i", "--undo", pod.toString())).isZero();
    assertThat(Files.readString(pod)).isEqualTo(POD);
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void writesNothingWhereOneOfSeveralFilesIsWrong() throws IOException {
    Path pod = Files.writeString(folder.resolve("a.yaml"), POD);
    Path wrong = Files.writeString(folder.resolve("b.yaml"), "a: [");
    assertThat(inject("", "-i", folder.toString())).isEqualTo(65);
    assertThat(Files.readString(pod)).isEqualTo(POD);
    assertThat(report()).contains(wrong + ":1:5: ");
  }

  @Test
  void changesNoFileWhereOneOfThemIsDeletedInBetween() throws Exception {
    Path pod = Files.writeString(folder.resolve("a.yaml"), POD);
    Path pipe = folder.resolve("b.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Void> deleted = CompletableFuture.runAsync(() -> writeAndDelete(pipe));
    assertThat(inject("", "-i", pod.toString(), pipe.toString())).isEqualTo(73);
    deleted.join();
    assertThat(report()).contains(pipe + " cannot be written: ");
    assertThat(Files.readString(pod)).isEqualTo(POD);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(pod);
    }
  }

  /** The command has read the file when it is gone. */
  private static void writeAndDelete(Path pipe) {
    try (OutputStream out = Files.newOutputStream(pipe)) {
      out.write(POD.getBytes(StandardCharsets.UTF_8));
      Files.delete(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void keepsLinksAndPermissions() throws IOException {
    Path pod = Files.writeString(folder.resolve("pod.yaml"), POD);
    Files.setPosixFilePermissions(pod, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), pod);
    assertThat(inject("", "-i", link.toString())).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(pod)).contains("leasehold-agent");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pod)))
        .isEqualTo("rw-r-----");
  }

  /**
   * Root may read each folder. So the test makes a folder whose path is longer than Linux takes.
   */
  @Test
  void saysThatAFolderInsideCannotBeRead() throws IOException {
    Path outer = Files.createDirectories(folder.resolve("outer").resolve(longPath()));
    Path inner = Files.createDirectories(folder.resolve("inner").resolve(longPath()));
    Path top = folder.resolve("inner");
    Path moved = Files.move(top, outer.resolve("inner"));
    try {
      assertThat(inject("", folder.resolve("outer").toString())).isEqualTo(66);
      assertThat(report())
          .contains(folder.resolve("outer") + " cannot be read: ")
          .doesNotContain("a fault in the program");
    } finally {
      Files.move(moved, top);
    }
    assertThat(inner).exists();
  }

  private static Path longPath() {
    return Path.of(String.join("/", Collections.nCopies(10, "f".repeat(230))));
  }
}
