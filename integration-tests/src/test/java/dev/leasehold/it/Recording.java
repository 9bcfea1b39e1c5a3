// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The recording of a JVM with the agent by the JDK's Flight Recorder, from its start to its end.
 */
final class Recording {

  private final Path file = Jars.scratch("recording").resolve("leasehold.jfr");

  /** Returns options of the JVM: that with the agent, and that which records. */
  String options() {
    return "-javaagent:"
        + Jars.AGENT
        + " -XX:StartFlightRecording=dumponexit=true,filename="
        + file;
  }

  /** Asserts that these generations, and the steps to them, are among the events. */
  void assertGenerations(Long... generations) throws IOException {
    List<RecordedEvent> events = events();
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .contains(
            "dev.leasehold.Login",
            "dev.leasehold.Fetch",
            "dev.leasehold.Publish",
            "dev.leasehold.Drain");
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().endsWith("Publish"))
        .extracting(event -> event.getLong("generation"))
        .contains(generations);
    Files.delete(file);
  }

  /** Asserts that these are among the kinds of events. */
  void assertEvents(String... names) throws IOException {
    assertThat(events()).extracting(event -> event.getEventType().getName()).contains(names);
    Files.delete(file);
  }

  private List<RecordedEvent> events() throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.leasehold."))
        .toList();
  }
}
