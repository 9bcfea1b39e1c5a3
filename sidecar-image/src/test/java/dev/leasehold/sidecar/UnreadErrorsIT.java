// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard error is a pipe that is full, as where the collector of logs hangs. */
class UnreadErrorsIT extends SidecarBed {

  /** The bytes that a pipe of Linux holds: pipe(7). */
  private static final int PIPE = 65_536;

  private final Path pipe;
  private RandomAccessFile unread;

  UnreadErrorsIT(@TempDir Path folder) {
    this.pipe = folder.resolve("pipe");
  }

  @BeforeEach
  void fill() throws Exception {
    OtherJvm.run(List.of("mkfifo", pipe.toString()));
    unread = new RandomAccessFile(pipe.toFile(), "rw");
    unread.write(new byte[PIPE]);
  }

  @AfterEach
  void close() throws IOException {
    unread.close();
  }

  @Test
  void rotatesAndEndsThoughNobodyReadsThem() throws Exception {
    environment.put("LEASEHOLD_DRAIN_AFTER", "10ms");
    SidecarProcess sidecar = startUnread(environment, "run");
    Set<String> delivered = new HashSet<>(Set.of(""));
    for (int generation = 1; generation <= 3; generation++) {
      SidecarProcess.eventually("another credential", () -> !delivered.contains(user()));
      delivered.add(user());
      SidecarProcess.eventually("its role alone", () -> roles().equals(List.of(user())));
      sidecar.signal("HUP");
    }
    SidecarProcess.eventually("another credential", () -> !delivered.contains(user()));
    connect(login(content()));
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(file()).doesNotExist();
    assertThat(roles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"run, 78", "run --nonsense, 64", "healthcheck, 1"})
  void endsWithItsStatusThoughNobodyReadsWhy(String line, int status) {
    Map<String, String> settings = status == 1 ? environment : Map.of();
    assertThat(startUnread(settings, line.split(" ", -1)).end()).isEqualTo(status);
  }

  private SidecarProcess startUnread(Map<String, String> settings, String... arguments) {
    List<String> launcher = List.of("sh", "-c", "exec \"$@\" 2>\"$0\"", pipe.toString());
    return SidecarProcess.startBy(launcher, settings, arguments);
  }
}
