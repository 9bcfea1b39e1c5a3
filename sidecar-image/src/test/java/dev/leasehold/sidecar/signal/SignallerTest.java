// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.process.CLibrary;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignallerTest {

  private static final int BOUND_SECONDS = 20;

  private final Programs programs = new Programs();

  @AfterEach
  void endPrograms() {
    programs.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSignalReachesItsHandler(Signal signal) throws Exception {
    Process process = programs.withHandler(signal);
    TargetProcess target = ProcessTable.at(process.pid()).orElseThrow();
    Signaller signaller = Signaller.ofThisJvm();
    signaller.prepare();
    signaller.send(target, signal);
    assertThat(process.inputReader().readLine()).isEqualTo("got");
    assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void theProgramKillIsAnotherWay() throws Exception {
    Process process = programs.withHandler(Signal.USR2);
    assertThat(KillProgram.find().send(process.pid(), Signal.USR2)).isTrue();
    assertThat(process.inputReader().readLine()).isEqualTo("got");
    process.waitFor();
    assertThat(KillProgram.find().send(process.pid(), Signal.USR2)).isFalse();
  }

  /** The image's JVM has no program to start. */
  @Test
  void fromJava22OnNoProgramIsStarted() throws Exception {
    boolean can = Runtime.version().feature() >= 22;
    assertThat(CLibrary.isAvailable()).isEqualTo(can);
    if (!can) {
      return;
    }
    Process process = programs.withHandler(Signal.USR2);
    KillFunction kill = new KillFunction();
    assertThat(kill.send(process.pid(), Signal.USR2)).isTrue();
    assertThat(process.inputReader().readLine()).isEqualTo("got");
    process.waitFor();
    assertThat(kill.send(process.pid(), Signal.USR2)).isFalse();
  }

  @Test
  void aProcessThatHasEndedGetsNone() throws Exception {
    Process process = programs.withoutHandler();
    TargetProcess target = ProcessTable.at(process.pid()).orElseThrow();
    process.destroyForcibly().waitFor();
    assertThatThrownBy(() -> Signaller.ofThisJvm().send(target, Signal.HUP))
        .isInstanceOf(SignalException.class)
        .hasMessage(
            "SIGHUP was not sent to sleep (process "
                + process.pid()
                + "), as it has ended. Find the target again");
  }

  @Test
  void aProcessThatGotTheNumberOfAnotherGetsNone() throws Exception {
    Process process = programs.withoutHandler();
    TargetProcess found = ProcessTable.at(process.pid()).orElseThrow();
    TargetProcess before = new TargetProcess(found.pid(), found.startTicks() - 1, "gunicorn");
    assertThatThrownBy(() -> Signaller.ofThisJvm().send(before, Signal.HUP))
        .hasMessage(
            "SIGHUP was not sent to gunicorn (process "
                + process.pid()
                + "), as its number is now that of sleep. Find the target again");
    assertThat(process.isAlive()).isTrue();
  }
}
