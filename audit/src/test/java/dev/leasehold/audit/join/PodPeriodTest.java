// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.history.HistoryFiles;
import dev.leasehold.audit.history.UsualTerms;
import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.DatabaseActivity.LiveSession;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.PodRows;
import dev.leasehold.audit.source.PodState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lease without a pod (LA02), where a cluster was first asked in the middle of a history. In it
 * pods take a lease each hour, and some end after three hours. One token is used by no pod after 20
 * minutes.
 */
class PodPeriodTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int ADDRESS = 7;

  private static final String CREATED =
      "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"stage\":\"ResponseComplete\",\"verb\":\"create\","
          + "\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"shop\"},\"responseStatus\":{\"code\":201},"
          + "\"responseObject\":{\"kind\":\"Pod\",\"metadata\":{\"name\":\"z\",\"namespace\":\"shop\",\"uid\":\"z\","
          + "\"creationTimestamp\":\"TIME\"},\"status\":{\"podIP\":\"192.0.2.9\"}},\"stageTimestamp\":\"TIME\"}\n";

  private final Path folder;
  private HistoryFiles history;
  private long begin;

  PodPeriodTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void write() throws IOException {
    history = HistoryFiles.write(folder);
    begin = history.takenAt();
  }

  @Test
  void aQuestionFindsNoLeaseOfPodsThatHaveGone() throws Exception {
    assertThat(addressesWithoutPod(list(begin + 24 * HOUR, List.of()))).isEmpty();
    long middle = begin + 4 * HOUR + HOUR / 6;
    assertThat(addressesWithoutPod(list(middle, living(middle)))).isEmpty();
  }

  @Test
  void aQuestionFindsALeaseThatASessionUsesNow() throws Exception {
    long now = begin + 24 * HOUR;
    LiveSession session =
        new LiveSession(4711, begin + 1000, history.role(), "app", "192.0.2.1", 5000, "");
    DatabaseActivity activity = new DatabaseActivity(now, List.of(session), List.of());
    assertThat(
            addressesWithoutPod(
                list(now, List.of()), (tables, key, snapshot) -> activity.write(tables, key)))
        .containsExactly(address(history.pod()));
  }

  @Test
  void aWatchFindsWhatIsTakenWhileItRuns() throws Exception {
    Set<String> found = addressesWithoutPod(watch(begin - HOUR, begin + 7 * HOUR, pods()));
    assertThat(found).hasSize(1).allMatch(address -> address.startsWith("172."));
  }

  /** One pod is in no list: its leases are used by nobody we know. */
  @Test
  void aWatchFindsOfEarlierLeasesThoseThatAreUsedAfterItsFirstList() throws Exception {
    long first = begin + 4 * HOUR + HOUR / 6;
    List<PodState> known =
        living(first).stream().filter(pod -> !history.pod().equals(pod.name())).toList();
    assertThat(addressesWithoutPod(watch(first, begin + 7 * HOUR, known)))
        .containsExactly(address(history.pod()));
  }

  @Test
  void aWatchThatBrokeOffSaysNothingOfTheTimeInBetween() throws Exception {
    LiveInput watches =
        (tables, key, snapshot) -> {
          PodRows rows = new PodRows(tables, snapshot);
          rows.areAll(begin - 2 * HOUR);
          rows.areWatched(begin - HOUR);
          rows.areAll(begin + 8 * HOUR);
          rows.areWatched(begin + 9 * HOUR);
        };
    assertThat(addressesWithoutPod(watches)).isEmpty();
  }

  @Test
  void savedListsHaveAllPodsFromTheFirstOneOn() throws Exception {
    AuditSources sources =
        new AuditSources(
            input("audit.log"), List.of(), input("postgresql.json"), input("pods.json"));
    assertThat(addressesWithoutPod(sources)).hasSize(1);
  }

  /** It has pods that were written in its time, and none that runs since before. */
  @Test
  void aLogOfTheApiServerDoesNotHaveAllPods() throws Exception {
    assertThat(addressesWithoutPod(logged(List.of()))).isEmpty();
    assertThat(addressesWithoutPod(logged(input("pods.json")))).hasSize(1);
  }

  /** Returns saved pods, and a log that tells of two pods: before the first lease and after all. */
  private AuditSources logged(List<LogInput> saved) throws IOException {
    String first = CREATED.replace("TIME", Instant.ofEpochMilli(begin - HOUR).toString());
    String last = CREATED.replace("TIME", Instant.ofEpochMilli(begin + 8 * HOUR).toString());
    Path log = folder.resolve("kubernetes.log");
    Files.writeString(log, first + last.replace("\"z\"", "\"last\""));
    return new AuditSources(
        input("audit.log"),
        List.of(),
        input("postgresql.json"),
        null,
        saved,
        input(log.getFileName().toString()),
        List.of(),
        List.of(),
        null);
  }

  private Set<String> addressesWithoutPod(LiveInput... live) throws Exception {
    return addressesWithoutPod(
        new AuditSources(
            input("audit.log"),
            List.of(),
            input("postgresql.json"),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(live),
            null));
  }

  private Set<String> addressesWithoutPod(AuditSources sources) throws Exception {
    Path own = Files.createTempDirectory(folder, "tables");
    try (AuditDatabase database = AuditDatabase.create(own, "100MB")) {
      AuditJoin.run(database, sources, UsualTerms.of(), new AuditJoin.Subject(null, null));
      return Question.FINDINGS.ask(database).get(0).rows().stream()
          .filter(row -> "LA02".equals(row.get(0)))
          .map(row -> String.valueOf(row.get(ADDRESS)))
          .collect(Collectors.toSet());
    }
  }

  private static LiveInput list(long at, List<PodState> pods) {
    return (tables, key, snapshot) -> {
      PodRows rows = new PodRows(tables, snapshot);
      for (PodState each : pods) {
        rows.add(each);
      }
      rows.areAll(at);
    };
  }

  private static LiveInput watch(long from, long until, List<PodState> pods) {
    return (tables, key, snapshot) -> {
      list(from, pods).read(tables, key, snapshot);
      new PodRows(tables, snapshot).areWatched(until);
    };
  }

  private List<PodState> pods() throws IOException {
    return Files.readAllLines(folder.resolve("pods.json")).stream()
        .filter(line -> line.contains("\"kind\":\"Pod\",\"metadata\""))
        .map(PodState::parse)
        .toList();
  }

  private List<PodState> living(long at) throws IOException {
    return pods().stream().filter(pod -> pod.endedAt() == null || pod.endedAt() > at).toList();
  }

  private String address(String pod) throws IOException {
    return pods().stream()
        .filter(each -> pod.equals(each.name()))
        .map(each -> each.addresses().get(0))
        .findAny()
        .orElseThrow();
  }

  private List<LogInput> input(String name) throws IOException {
    return LogInput.of(List.of(folder.resolve(name).toString()), InputStream.nullInputStream());
  }
}
