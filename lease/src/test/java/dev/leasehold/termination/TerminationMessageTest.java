// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.termination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TerminationMessageTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String ORDERS = "Leasehold: binding orders has no credential: ";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void asTheKubeletDoes() throws IOException {
    file = Files.createFile(directory.resolve("termination-log"));
  }

  @Test
  void saysWhyABindingHasNoCredentialForAsLongAsItHasNone() throws IOException {
    TerminationMessage message = new TerminationMessage(file);
    message.failed("orders", "fetch", new IOException("Vault answered 403"), SOON);
    assertThat(file).hasContent(ORDERS + "Vault answered 403");
    message.failed("orders", "fetch", new IOException("Vault answered 503"), SOON);
    assertThat(file).hasContent(ORDERS + "Vault answered 503");
    message.published(generation("orders"), "the first");
    assertThat(file).isEmptyFile();
  }

  @Test
  void saysNothingOfWhatFailsWhileThereIsACredential() {
    TerminationMessage message = new TerminationMessage(file);
    message.published(generation("orders"), "the first");
    message.failed("orders", "renew", new IOException("Vault answered 503"), SOON);
    message.failed("orders", "fetch", new IOException("Vault answered 503"), SOON);
    message.refused("orders", "is ending");
    assertThat(file).isEmptyFile();
    message.refusing("orders", "its lease has ended");
    assertThat(file)
        .hasContent("Leasehold: binding orders has no valid lease: its lease has ended");
  }

  @Test
  void saysNothingOfALeaseThatCannotBeGivenBack() {
    TerminationMessage message = new TerminationMessage(file);
    message.failed("orders", "revoke", new IOException("Vault answered 503"), SOON);
    assertThat(file).isEmptyFile();
  }

  @Test
  void saysWhatTheApplicationWasTold() {
    TerminationMessage message = new TerminationMessage(file);
    message.refused("orders", "binding orders got no credential within 3000 ms");
    assertThat(file).hasContent("Leasehold: binding orders got no credential within 3000 ms");
  }

  @Test
  void hasALineForEachBindingAndOneAloneForTheProcess() {
    TerminationMessage message = new TerminationMessage(file);
    message.failed("orders", "fetch", new IOException("no\nrole"), SOON);
    message.failed("billing", "fetch", new IOException("no right"), SOON);
    assertThat(file)
        .hasContent(ORDERS + "no role\nLeasehold: binding billing has no credential: no right");
    message.failed("the configuration is wrong");
    assertThat(file).hasContent("Leasehold: the configuration is wrong");
  }

  /** Two bytes a character, and an odd number before: the last character would be cut in two. */
  @Test
  void isNeverLongerThanTheKubeletReads() throws IOException {
    new TerminationMessage(file).failed("ä".repeat(5_000));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isEqualTo(TerminationMessage.MOST_BYTES - 1);
    assertThat(new String(bytes, UTF_8)).startsWith("Leasehold: ää").endsWith("ää");
  }

  @Test
  void neverCreatesTheFile() throws IOException {
    Files.delete(file);
    new TerminationMessage(file).failed("the configuration is wrong");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesWhatTheApplicationHasWritten() throws IOException {
    Files.writeString(file, "a message of the application's own");
    TerminationMessage message = new TerminationMessage(file);
    message.failed("the configuration is wrong");
    assertThat(file).hasContent("a message of the application's own");
    Files.writeString(file, "");
    message.refused("orders", "no right");
    Files.writeString(file, "written by the application since");
    message.published(generation("orders"), "the first");
    assertThat(file).hasContent("written by the application since");
  }

  @Test
  void bearsAFileThatCannotBeWritten() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("directory"));
    new TerminationMessage(elsewhere).failed("the configuration is wrong");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    new TerminationMessage(file).refused("orders", "no right"); // Root may write it all the same.
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** Opening a pipe waits for its other end. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void doesNotWaitForAPipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
    new TerminationMessage(pipe).failed("the configuration is wrong");
    assertThat(pipe).exists();
  }

  /**
   * A user who may name the file in a setting may not have another file written by a link to it.
   */
  @Test
  void followsNoLink() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    new TerminationMessage(link).failed("the configuration is wrong");
    assertThat(file).isEmptyFile();
  }

  @Test
  void saysWhichServerTakesNoCredential() {
    Target replica = Target.of("replica", 5432, "orders");
    TerminationMessage message = new TerminationMessage(file);
    message.published(generation("orders"), "the first");
    message.refusing(generation("orders"), replica, "no such role");
    message.published(generation("billing"), "the first");
    assertThat(file)
        .hasContent(
            "Leasehold: binding orders has no credential that " + replica + " takes: no such role");
    message.caughtUp(generation("orders"), replica);
    assertThat(file).isEmptyFile();
    message.refusing(generation("orders"), replica, "no such role");
    message.published(generation("orders"), "asked of the new one");
    assertThat(file).isEmptyFile();
  }

  @Test
  void takesBackThatThereIsNoLeaseOnceAServerTakesTheCurrentCredentialAfterAll() {
    TerminationMessage message = new TerminationMessage(file);
    message.published(generation("orders"), "the first");
    message.refusing("orders", "the database rejected generation 3");
    assertThat(file).isNotEmptyFile();
    message.caughtUp(generation("orders"), Target.of("replica", 5432, "orders"));
    message.failed("orders", "renew", new IOException("Vault answered 503"), SOON);
    assertThat(file).isEmptyFile();
  }

  @Test
  void saysWhatKeepsACredentialOutOfItsFile() {
    TerminationMessage message = new TerminationMessage(file);
    message.undelivered("orders", "no space left");
    message.published(generation("orders"), "the first");
    assertThat(file)
        .hasContent("Leasehold: binding orders has no credential in its file: no space left");
    message.delivered("orders");
    assertThat(file).isEmptyFile();
  }

  /** A caller is held up once; by each of a hundred it would be too long. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void holdsUpNoCallerForAVolumeThatHangs() throws Exception {
    BlockingQueue<String> written = new LinkedBlockingQueue<>();
    Semaphore volume = new Semaphore(0);
    LatestWriter writer =
        new LatestWriter(
            text -> {
              volume.acquireUninterruptibly();
              written.add(new String(text, UTF_8));
            },
            SOON);
    TerminationMessage message = new TerminationMessage(writer);
    for (int i = 0; i < 100; i++) {
      message.refused("orders", "refusal " + i);
    }
    assertThat(written).isEmpty();
    volume.release(2);
    assertThat(written.take()).isEqualTo("Leasehold: refusal 0");
    assertThat(written.take()).as("the latest of those that waited").endsWith("refusal 99");
  }

  @Test
  void triesTheSameTextAgainWhereItCouldNotBeWritten() {
    AtomicInteger tries = new AtomicInteger();
    LatestWriter writer =
        new LatestWriter(
            text -> {
              if (tries.incrementAndGet() == 1) {
                throw new IOException("No space left on device");
              }
            },
            SOON);
    TerminationMessage message = new TerminationMessage(writer);
    for (int i = 0; i < 3; i++) {
      message.refused("orders", "no right");
    }
    assertThat(tries).as("not once it is written").hasValue(2);
  }

  /** No more of a generation than whose it is. */
  private static Generation generation(String binding) {
    return (Generation)
        Proxy.newProxyInstance(
            Generation.class.getClassLoader(),
            new Class<?>[] {Generation.class},
            (generation, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("binding");
              return binding;
            });
  }
}
