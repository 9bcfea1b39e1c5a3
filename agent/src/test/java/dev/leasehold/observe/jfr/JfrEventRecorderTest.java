// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.observe.OneLease;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.vault.LoginListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in a real recording of this JVM. */
class JfrEventRecorderTest {

  private static final Targets TARGETS = Targets.of(Target.of("db.example", 5432, "orders"));
  private static final LeaseException DENIED =
      new LeaseException(LeaseException.Kind.DENIED, "no policy for v-role");

  private final List<Throwable> faults = new ArrayList<>();

  @Test
  void showsWhatHappensToLoginsLeasesAndConnections(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("leasehold.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      happen(new JfrEventRecorder(faults::add), LoginListener.NONE);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = ours(file);
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactly(
            "dev.leasehold.Login",
            "dev.leasehold.Login",
            "dev.leasehold.Fetch",
            "dev.leasehold.Fetch",
            "dev.leasehold.Publish",
            "dev.leasehold.Drain",
            "dev.leasehold.Abort",
            "dev.leasehold.Refusal");
    assertThat(events.get(0).getString("method")).isEqualTo("login as orders");
    assertThat(events.get(0).getDuration("life")).isEqualTo(Duration.ofHours(1));
    assertThat(events.get(1).getString("reason")).isEqualTo("denied");
    assertThat(events.get(2).getDuration("took")).isEqualTo(Duration.ofMillis(145));
    assertThat(events.get(3).getString("result")).isEqualTo("failure");
    assertThat(events.get(4).getLong("generation")).isEqualTo(1);
    assertThat(events.get(4).getString("reason")).isEqualTo("JMX");
    assertThat(events.get(5).getDuration("after")).isEqualTo(Duration.ofSeconds(12));
    assertThat(events.get(6).getInt("connections")).isEqualTo(3);
    assertThat(events.get(7).getString("target")).contains("db.example");
    assertThat(events.get(7).getStackTrace()).as("of who was refused").isNotNull();
    assertThat(events)
        .allMatch(event -> event.getEventType().getCategoryNames().contains("Leasehold"));
    assertThat(events.toString()).doesNotContain("v-role", "s3cret");
    assertThat(faults).isEmpty();
  }

  @Test
  void keepsFaultsOfTheFlightRecorderFromWhoTellsIt() throws Exception {
    List<String> told = new ArrayList<>();
    LoginListener next =
        new LoginListener() {
          @Override
          public void loggedIn(String how, Duration life) {
            told.add("logged in");
          }

          @Override
          public void attemptFailed(LeaseException cause) {
            told.add("failed");
          }
        };
    JfrEventRecorder broken =
        new JfrEventRecorder(
            () -> {
              throw new NoClassDefFoundError("jdk/jfr/internal/event/EventWriter");
            },
            faults::add);
    happen(broken, next);
    assertThat(told).containsExactly("logged in", "failed");
    assertThat(faults).hasSize(8).allMatch(fault -> fault instanceof NoClassDefFoundError);
    JfrEventRecorder inUse = new JfrEventRecorder(() -> true, faults::add);
    inUse.record(
        () -> {
          throw new IllegalStateException("commit failed");
        });
    assertThat(faults.get(8)).hasMessage("commit failed");
  }

  private static void happen(JfrEventRecorder recorder, LoginListener next) throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(1));
    LoginListener logins = recorder.logins(next);
    logins.loggedIn("login as orders", Duration.ofHours(1));
    logins.attemptFailed(DENIED);
    recorder.fetched("orders", generation.lease(), Duration.ofMillis(145));
    recorder.failed("orders", "fetch", DENIED, Duration.ofSeconds(1));
    recorder.failed("orders", "renew", DENIED, Duration.ofSeconds(1));
    recorder.published(generation, "JMX");
    recorder.drained(generation, Duration.ofSeconds(12));
    recorder.aborted(generation, 3);
    recorder.refused("orders", TARGETS, "no valid lease");
  }

  /** Returns the events in the order in which they happened. */
  private static List<RecordedEvent> ours(Path file) throws IOException {
    assertThat(Files.size(file)).isPositive();
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.leasehold."))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }
}
