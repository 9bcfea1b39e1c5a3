// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWatchTest {

  /** With it, the system has told of each change that is noticed. */
  private static final Duration NEVER = Duration.ofHours(1);

  private static final Duration OFTEN = Duration.ofMillis(50);

  private Path directory;
  private final NotedProblems noted = new NotedProblems();

  /** The passwords that the watch had fetched, in this order. */
  private final BlockingQueue<String> fetched = new LinkedBlockingQueue<>();

  private @Nullable CredentialFileSource source;
  private Volume volume;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
    volume = new Volume(directory);
  }

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
    while (watchers().findAny().isPresent()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void noticesARenameOverTheFileAtOnce() throws Exception {
    volume.renamed("db", Volume.properties("u", "one"));
    watch("db", NEVER);
    for (String password : new String[] {"two", "three", "four"}) {
      volume.renamed("db", Volume.properties("u", password));
      assertThat(fetched.take()).isEqualTo(password);
    }
  }

  @Test
  void noticesAChangeInPlaceAtOnce() throws Exception {
    volume.inPlace("db", Volume.properties("u", "one"));
    watch("db", NEVER);
    for (String password : new String[] {"two", "three", "four"}) {
      volume.inPlace("db", Volume.properties("u", password));
      awaitFetched(password);
    }
  }

  @Test
  void noticesTheUpdateOfAMountedFileAtOnce() throws Exception {
    volume.mounted("db", Volume.properties("u", "one"));
    watch("db", NEVER);
    for (String password : new String[] {"two", "three", "four"}) {
      volume.mounted("db", Volume.properties("u", password));
      assertThat(fetched.take()).isEqualTo(password);
    }
  }

  @Test
  void noticesTheUpdateOfAMountedDirectoryAtOnce() throws Exception {
    volume.mounted("username", "u", "password", "one");
    watch("", NEVER);
    for (String password : new String[] {"two", "three", "four"}) {
      volume.mounted("username", "u", "password", password);
      assertThat(fetched.take()).isEqualTo(password);
    }
  }

  /** Of a change below another directory the system tells nothing here. */
  @Test
  void noticesByTheTimerWhatTheSystemDoesNotTell() throws Exception {
    Files.createDirectory(directory.resolve("inner"));
    volume.inPlace("inner/db", Volume.properties("u", "one"));
    Files.createSymbolicLink(directory.resolve("db"), Path.of("inner", "db"));
    watch("db", OFTEN);
    volume.inPlace("inner/db", Volume.properties("u", "two"));
    awaitFetched("two");
  }

  @Test
  void noticesADirectoryThatCameInPlaceOfAnother() throws Exception {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    volume.inPlace("inner/db", Volume.properties("u", "one"));
    watch("inner/db", OFTEN);
    Files.delete(inner.resolve("db"));
    Files.delete(inner);
    assertThat(noted.told.take()).contains("inner/db does not exist; check the path");
    Files.createDirectory(inner);
    volume.inPlace("inner/db", Volume.properties("u", "two"));
    awaitFetched("two");
    assertThat(noted.told.take()).isEqualTo("again");
  }

  @Test
  void noticesAFileThatComesLate() throws Exception {
    watch("db", OFTEN);
    volume.renamed("db", Volume.properties("u", "one"));
    assertThat(fetched.take()).isEqualTo("one");
    assertThat(noted.told).as("told by whoever asks for the first credential").isEmpty();
  }

  @Test
  void looksWhenItIsAsked() throws Exception {
    Files.createDirectory(directory.resolve("inner"));
    volume.inPlace("inner/db", Volume.properties("u", "one"));
    Files.createSymbolicLink(directory.resolve("db"), Path.of("inner", "db"));
    CredentialFileSource watched = watch("db", NEVER);
    volume.inPlace("inner/db", Volume.properties("u", "two"));
    assertThat(watched.look()).isTrue();
    assertThat(fetched.take()).isEqualTo("two");
  }

  @Test
  void asksAgainSoonAfterALookThatFoundTheRotationBusy() throws Exception {
    Files.createDirectory(directory.resolve("inner"));
    volume.inPlace("inner/db", Volume.properties("u", "one"));
    Files.createSymbolicLink(directory.resolve("db"), Path.of("inner", "db"));
    CredentialFileSource made = source("db", NEVER);
    made.fetch();
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    made.watch(() -> asked.add("asked"));
    awaitWaiting();
    volume.inPlace("inner/db", Volume.properties("u", "two"));
    made.look();
    assertThat(asked.take() + asked.take()).as("a rotation that is busy").isEqualTo("askedasked");
  }

  @Test
  void readsByTheTimerWhereTheSystemCannotTellOfChanges() throws Exception {
    volume.renamed("db", Volume.properties("u", "one"));
    CredentialFileSource made = source("db", NEVER);
    made.fetch();
    DirectoryEvents.Service broken =
        () -> {
          throw new UnsatisfiedLinkError("no inotify in this JDK");
        };
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (FileWatch watch = new FileWatch(made, "test", OFTEN, noted, broken)) {
      watch.start(() -> asked.add("asked"));
      assertThat(noted.told.take()).isEqualTo("polled only: no inotify in this JDK");
      volume.renamed("db", Volume.properties("u", "two"));
      assertThat(asked.take()).isEqualTo("asked");
    }
  }

  /** When a connection is asked for, the application may have all the threads that there can be. */
  @Test
  void hasItsThreadBeforeItBegins() throws Exception {
    volume.renamed("db", Volume.properties("u", "one"));
    CredentialFileSource made = source("db", NEVER);
    assertThat(watchers()).hasSize(1);
    Thread before = watchers().findFirst().orElseThrow();
    made.fetch();
    made.watch(() -> {});
    awaitWaiting();
    assertThat(watchers()).containsExactly(before);
  }

  @Test
  void endsThoughItHasNotBegun() throws Exception {
    CredentialFileSource made = source("db", NEVER);
    assertThat(watchers()).hasSize(1);
    made.close(); // Its thread is awaited after each test.
    made.watch(() -> {});
  }

  @Test
  void namesEachCauseOnceAndKeepsWhatIsInUse() throws Exception {
    volume.renamed("db", Volume.properties("u", "one"));
    watch("db", Duration.ofMillis(20));
    volume.renamed("db", "username=u\n");
    String expected = "file " + directory + "/db holds a user without a password";
    assertThat(noted.told.take()).startsWith(expected);
    volume.renamed("db", "{\"username\": \"u\"");
    assertThat(noted.told.take()).contains("is not one whole JSON object");
    volume.renamed("db", "username=u\n");
    assertThat(noted.told.poll(300, TimeUnit.MILLISECONDS)).as("told before").isNull();
    assertThat(fetched).isEmpty();
    volume.renamed("db", Volume.properties("u", "two"));
    assertThat(fetched.take()).isEqualTo("two");
    assertThat(noted.told.take()).isEqualTo("again");
    assertThat(noted.problems).hasSize(2);
  }

  @Test
  void asksAgainAndAgainUntilTheSourceIsAsked() throws Exception {
    volume.renamed("db", Volume.properties("u", "one"));
    CredentialFileSource made = source("db", NEVER);
    made.fetch();
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    made.watch(() -> asked.add("asked"));
    awaitWaiting();
    volume.renamed("db", Volume.properties("u", "two"));
    assertThat(asked.take() + asked.take()).as("nobody asked the source").isEqualTo("askedasked");
  }

  /** Where a file is written to in place, the first look may come too early. */
  private void awaitFetched(String password) throws InterruptedException {
    String last = fetched.take();
    while (!last.equals(password)) {
      last = fetched.take();
    }
  }

  private CredentialFileSource watch(String name, Duration poll) {
    CredentialFileSource made = source(name, poll);
    try {
      made.fetch();
    } catch (LeaseException notYet) {
      // It comes later.
    }
    made.watch(
        () -> {
          try {
            fetched.add(made.fetch().credential().password().reveal());
          } catch (LeaseException gone) {
            // It is looked at again.
          }
        });
    awaitWaiting();
    return made;
  }

  /** A change before the thread waits for a change is noticed by the timer alone. */
  private static void awaitWaiting() {
    while (watchers().noneMatch(FileWatchTest::waitsForChange)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Returns whether it waits, and not for the directories to be watched. */
  private static boolean waitsForChange(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .map(StackTraceElement::getMethodName)
        .anyMatch(Set.of("poll", "sleep")::contains);
  }

  private static Stream<Thread> watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("leasehold-test-watch"));
  }

  private CredentialFileSource source(String name, Duration poll) {
    CredentialFileSource made =
        CredentialFileSource.of(
                directory.resolve(name).toFile(),
                new DetectedFormat(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                LeaseClock.system())
            .watchedBy("test", poll, noted);
    source = made;
    return made;
  }
}
