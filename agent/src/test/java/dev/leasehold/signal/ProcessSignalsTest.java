// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessSignalsTest {

  private static final String STATUS =
      "Name:\tjava\nSigBlk:\t0000000000000000\nSigIgn:\t%s\nSigCgt:\t2000000181005ccf\n";

  @Test
  void seesThatHangupIsIgnored() {
    assertThat(ProcessSignals.ignoreHangup(STATUS.formatted("0000000000000001"))).isTrue();
    assertThat(ProcessSignals.ignoreHangup(STATUS.formatted("ffffffffffffffff"))).isTrue();
    assertThat(ProcessSignals.ignoreHangup(STATUS.formatted("0000000000001000"))).isFalse();
    assertThat(ProcessSignals.ignoreHangup(STATUS.formatted("0000000000000002"))).isFalse();
  }

  @Test
  void takesWhatItCannotReadForNothing() {
    assertThat(ProcessSignals.ignoreHangup("")).isFalse();
    assertThat(ProcessSignals.ignoreHangup(STATUS.formatted("?"))).isFalse();
    assertThat(ProcessSignals.haveTerminal("")).isFalse();
  }

  /** The name of a program may hold parentheses and blanks. */
  @Test
  void seesAControllingTerminal() {
    assertThat(ProcessSignals.haveTerminal("7 (a) b (c) S 1 7 7 34816 7 4194304")).isTrue();
    assertThat(ProcessSignals.haveTerminal("7 (java) S 1 7 7 0 -1 4194304 1 2")).isFalse();
  }
}
