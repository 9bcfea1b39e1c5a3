// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTest {

  private final List<String> lines = new ArrayList<>();
  private final Log log = new Log(lines::add, Log.Level.INFO, "4711");

  @Test
  void theFirstLineSaysWhoWritesAndEachWhichProcess() {
    log.introduce("Leasehold 1.0 in com.example.Main");
    log.debug("not written, so not the first");
    log.info("started");
    log.error("ended");

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .endsWith(" 4711 INFO [leasehold] started (Leasehold 1.0 in com.example.Main)");
    assertThat(lines.get(1)).endsWith(" 4711 ERROR [leasehold] ended");
  }

  @Test
  void noServersTextMovesTheCursorOrHidesAnother() {
    log.warn("a\u001b[2Jb\u0007c\u009bd\u202ee\u2028f\tg\r\nh\u007f \u00e9\ud83d\ude00");

    assertThat(lines.get(0)).endsWith("a?[2Jb?c?d?e f g  h? \u00e9\ud83d\ude00");
  }
}
