// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramReportsTest {

  @Test
  void countsWhatTheProgramPrints(@TempDir Path directory) throws IOException {
    Path log = directory.resolve("orders.log");
    Files.writeString(log, "queries=10 failed=0\nfailed: 28P01 no\nqueries=25 failed=1\nqueries=2");
    Tally tally = new Tally();
    ProgramReports.count(log, tally).close();
    assertThat(tally.servedCount()).isEqualTo(25);
    assertThat(tally.failures()).extracting(Failure::what).containsExactly("failed: 28P01 no");
  }
}
