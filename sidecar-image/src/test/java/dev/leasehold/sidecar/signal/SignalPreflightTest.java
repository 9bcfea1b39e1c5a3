// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.sidecar.signal.SignalPreflight.Result;
import dev.leasehold.sidecar.signal.SignalPreflight.SignalVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class SignalPreflightTest {

  private static final String NOBODY = "65534";

  /** 128 and the number of SIGHUP. */
  private static final int HUNG_UP = 129;

  private final Programs programs = new Programs();
  private final SignalPreflight preflight = new SignalPreflight();

  @AfterEach
  void endPrograms() {
    programs.close();
  }

  @Test
  void aProcessWithAHandlerGetsTheSignal() throws Exception {
    long pid = programs.withHandler(Signal.HUP).pid();
    assertThat(preflight.check(pid, Signal.HUP))
        .isEqualTo(
            new Result(
                SignalVerdict.DELIVERABLE, "sh (process " + pid + ") has a handler for SIGHUP"));
  }

  @Test
  void aProcessWithoutAHandlerWouldEnd() throws Exception {
    long pid = programs.withoutHandler().pid();
    assertThat(preflight.check(pid, Signal.HUP))
        .isEqualTo(
            new Result(
                SignalVerdict.ENDS_PROCESS,
                "sleep (process "
                    + pid
                    + ") has no handler for SIGHUP, which would end it. Name the signal that it"
                    + " reloads at; if it installs the handler later, wait for that"));
    assertThat(preflight.check(pid, Signal.WINCH))
        .isEqualTo(
            new Result(
                SignalVerdict.UNNOTICED,
                "sleep (process "
                    + pid
                    + ") has no handler for SIGWINCH, which does nothing then. Name another"
                    + " signal"));
  }

  @Test
  void aProcessThatIgnoresTheSignalWouldNotNotice() throws Exception {
    long pid = programs.thatIgnores(Signal.HUP).pid();
    assertThat(preflight.check(pid, Signal.HUP))
        .isEqualTo(
            new Result(
                SignalVerdict.UNNOTICED,
                "sleep (process "
                    + pid
                    + ") ignores SIGHUP, as programs under nohup ignore SIGHUP. Name the signal"
                    + " that it reloads at, or let it watch the file"));
  }

  @Test
  void aProcessThatWaitsForTheSignalGetsIt() throws Exception {
    long pid = programs.thatBlocks(Signal.USR1).pid();
    assertThat(preflight.check(pid, Signal.USR1))
        .isEqualTo(
            new Result(
                SignalVerdict.DELIVERABLE,
                "sleep (process " + pid + ") holds SIGUSR1 back, as programs do that wait for it"));
  }

  /** The run-time of Go puts a handler in for each, whether the program handles signals or not. */
  @Test
  void ofAProgramThatCatchesEverySignalItSaysWhatCannotBeSeen() throws Exception {
    String script = "for s in $(seq 1 64); do trap : $s 2>/dev/null; done; echo ready; read x";
    Process process = programs.start("bash", "-c", script);
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    Result result = preflight.check(process.pid(), Signal.HUP);
    assertThat(result.isDeliverable()).isTrue();
    assertThat(result.message())
        .isEqualTo(
            "bash (process "
                + process.pid()
                + ") has a handler for every signal, as each program in Go has. Whether it has a handler"
                + " of its own for SIGHUP cannot be seen, and it ends by the signal if not. Check"
                + " that it calls signal.Notify for it");
  }

  /** A JVM's own handler ends it, and looks like the program's. */
  @Test
  void ofAJvmItSaysWhatCannotBeSeen() throws Exception {
    List<String> command = OtherJvm.command(PreflightProbe.class, "wait");
    Process process = programs.start(command.toArray(String[]::new));
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    assertThat(preflight.check(process.pid(), Signal.HUP))
        .isEqualTo(catchesAsEach("JVM", "java", process));
    Signaller.ofThisJvm().send(ProcessTable.at(process.pid()).orElseThrow(), Signal.HUP);
    assertThat(process.waitFor()).isEqualTo(HUNG_UP);
  }

  /**
   * Ruby itself is not needed: its handlers are the handlers of signal.c, as {@code /proc} shows
   * them.
   */
  @Test
  void ofAProgramThatCatchesWhatRubyDoesItSaysWhatCannotBeSeen() throws Exception {
    String script = "trap : HUP INT QUIT ILL BUS USR1 SEGV USR2 ALRM TERM; echo ready; read x";
    Process process = programs.start("bash", "-c", script);
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    assertThat(preflight.check(process.pid(), Signal.HUP))
        .isEqualTo(catchesAsEach("program in Ruby", "bash", process));
    assertThat(preflight.check(process.pid(), Signal.WINCH).verdict())
        .isEqualTo(SignalVerdict.UNNOTICED);
  }

  private static Result catchesAsEach(String runTime, String name, Process process) {
    return new Result(
        SignalVerdict.DELIVERABLE,
        name
            + " (process "
            + process.pid()
            + ") catches the signals that each "
            + runTime
            + " catches. Whether it has a handler of its own for SIGHUP cannot be seen, and it ends"
            + " by the signal if not. Check that it puts in a handler");
  }

  @Test
  void aProcessThatHasEndedIsNotFound() throws Exception {
    Process process = programs.withoutHandler();
    process.destroyForcibly().waitFor();
    assertThat(preflight.check(process.pid(), Signal.HUP)).isEqualTo(notVisible(process.pid()));
  }

  @Test
  void processOneAndTheSidecarItselfGetNone() {
    long self = ProcessHandle.current().pid();
    assertThat(preflight.check(self, Signal.HUP))
        .isEqualTo(
            new Result(
                SignalVerdict.FORBIDDEN,
                "Process " + self + " is this sidecar itself. Name another process"));
    assertThat(preflight.check(1, Signal.HUP))
        .isEqualTo(
            new Result(
                SignalVerdict.FORBIDDEN,
                "Process 1 is the first process of the pod or of the container, and is sent no"
                    + " signal. Name another process"));
  }

  @Test
  void everyProcessOfATargetIsLookedAt() throws Exception {
    Process one = programs.start("sh", "-c", "read line", "preflight-worker");
    Process other = programs.start("sh", "-c", "read line", "preflight-worker");
    assertThat(
            preflight.check(
                SignalTarget.commandLine(Pattern.compile("preflight-worker$")), Signal.HUP))
        .extracting(Result::verdict)
        .hasSize(2)
        .containsOnly(SignalVerdict.ENDS_PROCESS);
    assertThat(one.isAlive() && other.isAlive()).isTrue();
  }

  @Test
  void aTargetThatNothingMatchesIsNamed() throws Exception {
    List<Result> results = preflight.check(SignalTarget.named("no-such-program"), Signal.HUP);
    assertThat(results).extracting(Result::verdict).containsExactly(SignalVerdict.NOT_FOUND);
    assertThat(results.get(0).message())
        .matches(
            "No process matches name no-such-program among the \\d+ that are visible\\. For a"
                + " program in another container, set shareProcessNamespace: true in the pod's"
                + " spec; else correct the target");
  }

  @Test
  void aTargetThatOnlyProcessOneMatchesIsNamed() throws Exception {
    String commandLine = Files.readString(Path.of("/proc/1/cmdline")).replace('\0', ' ').strip();
    SignalTarget init =
        SignalTarget.commandLine(Pattern.compile("^" + Pattern.quote(commandLine) + "$"));
    assumeTrue(init.find().isEmpty(), "another process has the command line of process 1");
    assertThat(preflight.check(init, Signal.HUP))
        .containsExactly(
            new Result(
                SignalVerdict.FORBIDDEN,
                "Only process 1 matches "
                    + init
                    + ". It is the first process of the pod or of the container, and is sent no"
                    + " signal. Name another process"));
  }

  /** Root makes another user's process of itself; any other user finds one of root's. */
  @Test
  void aProcessOfAnotherUserCannotBeSignalled() throws Exception {
    boolean root = isRoot();
    Result result;
    long pid;
    if (root) {
      pid = programs.withHandler(Signal.HUP).pid();
      result = probe(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"), pid);
    } else {
      pid = processOfRoot();
      result = preflight.check(pid, Signal.HUP);
    }
    String name = ProcessTable.at(pid).orElseThrow().name();
    String self = root ? NOBODY : ProcessStatus.ofSelf().orElseThrow().effectiveUser();
    assertThat(result)
        .isEqualTo(
            new Result(
                SignalVerdict.NOT_PERMITTED,
                "SIGHUP cannot be sent to "
                    + name
                    + " (process "
                    + pid
                    + "): it runs as user 0, the sidecar as user "
                    + self
                    + " without CAP_KILL. Give both containers the same runAsUser, or let the"
                    + " program watch the file"));
  }

  static boolean isRoot() {
    return ProcessStatus.ofSelf().orElseThrow().effectiveUser().equals("0");
  }

  @Test
  @EnabledIf("isRoot")
  void aProcessOfAnotherUserGetsTheSignalOfASidecarWithCapKill() throws Exception {
    Process program = programs.withHandler(Signal.HUP);
    List<String> nobody =
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=+kill",
            "--ambient-caps=+kill");
    assertThat(probe(nobody, program.pid(), "send"))
        .isEqualTo(
            new Result(
                SignalVerdict.DELIVERABLE,
                "sh (process " + program.pid() + ") has a handler for SIGHUP"));
    assertThat(program.inputReader().readLine()).isEqualTo("got");
  }

  static boolean namespacesAreAllowed() {
    return OtherJvm.succeeds("unshare", "-rpf", "--mount-proc", "true");
  }

  @Test
  @EnabledIf("namespacesAreAllowed")
  void aProcessOfAnotherNamespaceIsNotVisible() throws Exception {
    long pid = programs.withHandler(Signal.HUP).pid();
    assertThat(probe(List.of("unshare", "-rpf", "--mount-proc"), pid)).isEqualTo(notVisible(pid));
  }

  private static Result notVisible(long pid) {
    return new Result(
        SignalVerdict.NOT_FOUND,
        "Process "
            + pid
            + " is not visible. For a program in another container, set shareProcessNamespace: true"
            + " in the pod's spec");
  }

  private static long processOfRoot() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != 1)
        .filter(
            pid ->
                ProcessStatus.of(pid)
                    .filter(status -> status.realUser().equals("0") && !status.hasEnded())
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Result probe(List<String> before, long pid) throws Exception {
    return probe(before, pid, "check");
  }

  private static Result probe(List<String> before, long pid, String what) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(OtherJvm.command(PreflightProbe.class, Long.toString(pid), "HUP", what));
    String output = OtherJvm.run(command);
    int colon = output.indexOf(": ");
    return new Result(
        SignalVerdict.valueOf(output.substring(0, colon)), output.substring(colon + 2));
  }
}
