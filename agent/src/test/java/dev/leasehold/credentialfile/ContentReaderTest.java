// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {

  private Path directory;
  private Volume volume;
  private Path file;

  @BeforeEach
  void prepare(@TempDir Path temporary) throws IOException {
    directory = temporary;
    volume = new Volume(Files.createDirectory(directory.resolve("volume")));
    file = volume.directory().resolve("db");
  }

  @Test
  void readsAFileAndWhenItWasWritten() throws Exception {
    Volume.aged(volume.inPlace("db", "x"), 3_600);
    FileContent content = read(file);
    assertThat(text(content, "db")).isEqualTo("x");
    assertThat(System.currentTimeMillis() - content.modifiedMillis())
        .isBetween(3_600_000L, 3_700_000L);
  }

  @Test
  void followsTheLinksOfAMountedVolume() throws Exception {
    volume.mounted("db", "one");
    volume.mounted("db", "two");
    assertThat(text(read(file), "db")).isEqualTo("two");
  }

  @Test
  void readsUserAndPasswordOfADirectory() throws Exception {
    volume.inPlace("username", "u");
    volume.inPlace("password", "p");
    volume.inPlace("other", "o");
    FileContent content = read(volume.directory());
    assertThat(content.isDirectory()).isTrue();
    assertThat(text(content, "username") + text(content, "password")).isEqualTo("up");
  }

  /** As in a volume of Kubernetes, or in a volume that has a link of another name. */
  @ParameterizedTest
  @ValueSource(strings = {"..data", "current"})
  void readsOneUpdateOfADirectoryWhileItIsReplacedAgainAndAgain(String link) throws Exception {
    volume.mountedThrough(link, "username", "0", "password", "0");
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; !enough.get(); i++) {
                volume.mountedThrough(link, "username", "" + i, "password", "" + i);
              }
            });
    writer.start();
    try {
      Set<String> updates = new HashSet<>();
      for (int reads = 0; reads < 5_000 && updates.size() < 200; reads++) {
        try {
          FileContent content = read(volume.directory());
          assertThat(text(content, "username")).isEqualTo(text(content, "password"));
          updates.add(text(content, "username"));
        } catch (UnfitFileException gone) {
          // The link's target was removed in that moment, or it changed too often.
        }
      }
      assertThat(updates).as("updates that were read").hasSizeGreaterThan(1);
    } finally {
      enough.set(true);
      writer.join();
    }
  }

  @Test
  void saysWhatIsThereInPlaceOfAFile() throws Exception {
    assertRefused(file).hasMessageStartingWith("does not exist; check the path");
    Files.createDirectory(file);
    assertRefused(file).hasMessageStartingWith("is a directory without the file username; name");
    volume.inPlace("db/username", "u");
    assertRefused(file).hasMessageStartingWith("is a directory without the file password; name");
  }

  @Test
  void refusesALinkThatLeadsNowhereOrBackToItself() throws Exception {
    Files.createSymbolicLink(file, Path.of("db"));
    assertRefused(file).hasMessageStartingWith("is a link that leads nowhere, or back to itself");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("later"));
    assertRefused(file).hasMessageStartingWith("is a link that leads nowhere, or back to itself");
  }

  @Test
  void refusesAPipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertRefused(file).hasMessageStartingWith("is no regular file but a pipe, a socket");
  }

  @Test
  void refusesWhatIsOverOneMebibyte() throws Exception {
    Files.write(file, new byte[(1 << 20) + 1]);
    assertRefused(file).hasMessage("is over 1 MiB; name a file that holds user and password");
  }

  @Test
  void refusesALinkThatLeadsOutOfTheDirectory() throws Exception {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "x");
    Files.createSymbolicLink(file, elsewhere);
    assertRefused(file)
        .hasMessage(
            "is a link, or holds a link, that leads out of its directory; name the link's target");
    Files.delete(file);
    Files.createSymbolicLink(volume.directory().resolve("username"), elsewhere);
    volume.inPlace("password", "p");
    assertRefused(volume.directory()).hasMessageContaining("leads out of its directory");
  }

  @Test
  void refusesWhatEveryUserCanWrite() throws Exception {
    volume.inPlace("db", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(text(read(file), "db")).isEqualTo("x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(file)
        .hasMessage(
            "can be written to by every user, so anybody may have put the credential there; take"
                + " that permission away (chmod o-w)");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Path path) {
    return assertThatThrownBy(() -> read(path)).isInstanceOf(UnfitFileException.class);
  }

  private static FileContent read(Path path) throws UnfitFileException {
    return new ContentReader(path.toFile()).read();
  }

  private static String text(FileContent content, String name) {
    return new String(content.bytesByName().get(name), StandardCharsets.UTF_8);
  }
}
