// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.TestBed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Two Quartz schedulers that share their jobs in the database, across rotations. */
final class Jobs {

  private static final String LIBRARY = "quartz-2.5.2";
  private static final String TABLES = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";
  private static final long PERIOD_MILLIS = 250;
  private static final int GENERATIONS = 4;

  private Jobs() {}

  /** Makes Quartz's tables. */
  static void prepare(TestBed bed) {
    bed.postgres().executeAsOwner(tables());
  }

  /** Each time that the job was due it ran once, on one of them, and nothing failed. */
  static void run(TestBed bed, String provider, String pool) {
    try (Program one = scheduler(bed, provider, pool)) {
      one.await("ready");
      try (Program other = scheduler(bed, provider, pool)) {
        one.awaitGeneration(GENERATIONS);
        other.awaitGeneration(GENERATIONS);
        // At its end Quartz interrupts its thread, which may just wait for a connection.
        assertThat(one.log() + other.log()).doesNotContain(" ERROR ");
        one.stop();
        other.stop();
        assertThat(one.all("failed ")).isEmpty();
        assertThat(other.all("failed ")).isEmpty();
        long[] fired = fired(one, other);
        assertThat(fired).hasSizeGreaterThan(GENERATIONS * 10);
        assertThat(fired).containsExactly(due(fired));
      }
    }
  }

  private static long[] fired(Program one, Program other) {
    return Stream.concat(one.all("fired ").stream(), other.all("fired ").stream())
        .mapToLong(Long::parseLong)
        .sorted()
        .toArray();
  }

  private static long[] due(long[] fired) {
    return LongStream.iterate(fired[0], time -> time + PERIOD_MILLIS).limit(fired.length).toArray();
  }

  private static Program scheduler(TestBed bed, String provider, String pool) {
    List<String> libraries = List.of("slf4j-simple-2.0.17", LIBRARY, pool);
    return Program.start(bed, Roles.settings(bed, TestBed.ROLE), "Jobs", libraries, provider);
  }

  private static String tables() {
    Path jar =
        Jars.library(LIBRARY)
            .filter(file -> file.endsWith(LIBRARY + ".jar"))
            .findFirst()
            .orElseThrow();
    try (JarFile file = new JarFile(jar.toFile());
        InputStream in = file.getInputStream(file.getEntry(TABLES))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
