// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers that take their time. Each pause of the reader is 20 ms, on a clock of the test's. */
class SettledReaderTest {

  private static final int PAUSE = 20;

  /** More than a file in place has to stand still for, and less than half a value has to. */
  private static final int HALF_A_SECOND = 500;

  private final SettableClock clock = SettableClock.stopped();

  /** The writes so many milliseconds after the test began to read. */
  private final TreeMap<Integer, Runnable> later = new TreeMap<>();

  private Volume volume;
  private Path directory;
  private SettledReader reader;
  private int waited;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
    volume = new Volume(directory);
    reader = reader("db");
  }

  private SettledReader reader(String name) {
    return new SettledReader(
        new ContentReader(directory.resolve(name).toFile()), clock, this::pause);
  }

  private void pause() {
    waited += PAUSE;
    clock.pass(Duration.ofMillis(PAUSE));
    while (!later.isEmpty() && later.firstKey() <= waited) {
      later.pollFirstEntry().getValue().run();
    }
  }

  /** The file was read once, with a content that lay there for long. */
  private void before(String text) throws UnfitFileException {
    Volume.dated(volume.inPlace("db", text), 0);
    reader.read();
    assertThat(waited).as("what lay there for long").isZero();
  }

  @Test
  void takesAtOnceWhatWasRenamedOverTheFileAndHasItsEnd() throws Exception {
    before("username=u\npassword=one\n");
    volume.renamed("db", "username=u\npassword=two\n");
    assertThat(read()).endsWith("two\n");
    volume.renamed("db", "{\"username\": \"u\", \"password\": \"three\"}");
    assertThat(read()).contains("three");
    assertThat(waited).isZero();
  }

  @Test
  void takesAtOnceWhatTheLinkOfAVolumeLeadsTo() throws Exception {
    volume.mounted("db", "username=u\npassword=one", "username", "u", "password", "one");
    SettledReader both = reader("");
    assertThat(read()).endsWith("one");
    assertThat(text(both.read(), "password")).isEqualTo("one");
    volume.mounted("db", "username=u\npassword=two", "username", "u", "password", "two");
    assertThat(read()).endsWith("two");
    assertThat(text(both.read(), "password")).isEqualTo("two");
    assertThat(waited).isZero();
  }

  /** As a writer that writes over the content, and not from its beginning on. */
  @Test
  void takesNoUserWithThePasswordOfTheOneBefore() throws Exception {
    before("username=user-1\npassword=one\n");
    write("db", "username=user-2\npassword=one\n");
    later.put(80, () -> write("db", "username=user-2\npassword=two\n"));
    assertThat(read()).endsWith("password=two\n");
  }

  @Test
  void takesAChangeInPlaceThatHasStoodStillForATenthOfASecond() throws Exception {
    before("username=u\npassword=one\n");
    write("db", "username=u\npassword=two\n");
    assertThat(read()).endsWith("two\n");
    assertThat(waited).isEqualTo(100);
  }

  /** A writer that stops in the middle of a password, whether the file is new or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "username=u\npassword=ha",
        "username=u\npassword=ha\\\n",
        "username=u\npassword=ha}",
        "export DB_USER=u\nexport DB_PASSWORD='ha'"
      })
  void takesNoHalfOfAPasswordThatIsCompletedWithinASecond(String half) throws Exception {
    before("username=u\npassword=one\n");
    write("db", half);
    later.put(HALF_A_SECOND, () -> write("db", "username=u\npassword=half\n"));
    assertThat(read()).endsWith("password=half\n");

    Files.delete(directory.resolve("db"));
    write("db", half);
    later.put(waited + HALF_A_SECOND, () -> write("db", "username=u\npassword=whole\n"));
    assertThat(read()).endsWith("password=whole\n");
  }

  @Test
  void takesNoDirectoryWithOneFileOfTwoReplaced() throws Exception {
    SettledReader both = reader("");
    Volume.dated(volume.inPlace("username", "one\n"), 0);
    Volume.dated(volume.inPlace("password", "one\n"), 0);
    both.read();
    Volume.dated(volume.renamed("username", "two\n"), clock.wallMillis());
    later.put(HALF_A_SECOND, () -> volume.renamed("password", "two\n"));
    FileContent content = both.read();
    assertThat(text(content, "username") + text(content, "password")).isEqualTo("two\ntwo\n");
  }

  /** The case that is left: such a writer cannot be told from a writer that has finished. */
  @Test
  void takesHalfOfAPasswordThatStandsStillForLongerThanASecond() throws Exception {
    before("username=u\npassword=one\n");
    write("db", "username=u\npassword=ha");
    later.put(1_100, () -> write("db", "username=u\npassword=half"));
    assertThat(read()).endsWith("password=ha");
    assertThat(waited).isEqualTo(1_000);
    later.firstEntry().getValue().run();
    assertThat(read()).endsWith("password=half");
  }

  @Test
  void doesNotTakeAClockThatIsSetForwardForTimeThatHasGoneBy() throws Exception {
    before("username=u\npassword=one\n");
    write("db", "username=u\npassword=ha");
    later.put(PAUSE, () -> clock.set(Duration.ofHours(3)));
    later.put(HALF_A_SECOND, () -> write("db", "username=u\npassword=half"));
    assertThat(read()).endsWith("password=half");
  }

  @Test
  void waitsNoLessWhereTheClockWasSetBack() throws Exception {
    before("username=u\npassword=one\n");
    clock.set(Duration.ofHours(-3));
    write("db", "username=u\npassword=two\n");
    assertThat(read()).endsWith("two\n");
    assertThat(waited).isEqualTo(100);
  }

  @Test
  void refusesWhatNeverStandsStill() throws Exception {
    before("username=u\npassword=one\n");
    for (int i = 0; i < 5_000; i += PAUSE) {
      String text = "username=u\npassword=p" + i;
      later.put(i, () -> write("db", text));
    }
    write("db", "username=u\npassword=p");
    assertThatThrownBy(reader::read)
        .hasMessage(
            "changed again and again for 3000 ms while it was read; have it written at once");
  }

  /** Writes into the file as it is, at the time of the test's clock. */
  private Path write(String name, String text) {
    return Volume.dated(volume.inPlace(name, text), clock.wallMillis());
  }

  private String read() throws UnfitFileException {
    return text(reader.read(), "db");
  }

  private static String text(FileContent content, String name) {
    Map<String, byte[]> bytes = content.bytesByName();
    return new String(bytes.get(name), StandardCharsets.UTF_8);
  }
}
