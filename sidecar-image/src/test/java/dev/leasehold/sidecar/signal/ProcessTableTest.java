// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

  /** Each {@code env} becomes the next {@code env}, and the last becomes the program. */
  @Test
  void aCommandLineIsThatOfOneProgramWhileTheProcessBecomesOneAfterTheOther() throws Exception {
    List<String> command = new ArrayList<>(Collections.nCopies(500, "env"));
    command.addAll(List.of("sleep", "300"));
    Process process = new ProcessBuilder(command).start();
    try {
      String first = "";
      while (process.isAlive() && !first.equals("sleep")) {
        List<String> commandLine = ProcessTable.commandLine(process.pid());
        first = commandLine.isEmpty() ? "" : commandLine.get(0);
        assertThat(first).isIn("", "env", "sleep");
      }
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
