// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Keeps one process from having more threads, by RLIMIT_NPROC. That does not hold for root
 * (setrlimit(2)): a control group of its own does it there (cgroups(7)).
 */
public interface ThreadLimit {

  /** Lets the process have no more threads than it has. */
  void set();

  /** Lets it have as many as before, if it has not ended. */
  void lift();

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  static ThreadLimit of(ProcessHandle process) {
    boolean root = Command.run(Path.of("/"), List.of("id", "-u")).equals("0");
    return root ? new OfGroup(process.pid()) : new OfUser(process.pid());
  }

  /** Counts the user's threads, which are more than one thread: none can be added. */
  record OfUser(long pid) implements ThreadLimit {

    @Override
    public void set() {
      limit("1:");
    }

    @Override
    public void lift() {
      if (runs(pid)) {
        limit(
            Command.run(
                    Path.of("/"),
                    List.of("prlimit", "--pid=" + pid, "--nproc", "-o", "HARD", "--noheadings"))
                + ":");
      }
    }

    private void limit(String soft) {
      Command.run(Path.of("/"), List.of("prlimit", "--pid=" + pid, "--nproc=" + soft));
    }
  }

  /** The pids controller of version 1, or that of version 2 where groups may have it. */
  record OfGroup(long pid) implements ThreadLimit {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path VERSION_1 = ROOT.resolve("pids");
    private static final Path FOR_GROUPS = ROOT.resolve("cgroup.subtree_control");
    private static final Path PIDS = Files.isDirectory(VERSION_1) ? VERSION_1 : ROOT;

    @Override
    public void set() {
      try {
        String missing = missing();
        Assumptions.assumeTrue(
            missing.isEmpty(), "RLIMIT_NPROC does not hold for root, and " + missing);
        Path group = Files.createDirectories(group());
        Files.writeString(group.resolve("pids.max"), "1");
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void lift() {
      try {
        if (runs(pid)) {
          Files.writeString(PIDS.resolve("cgroup.procs"), Long.toString(pid));
        }
        Files.delete(group());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Says why there can be no group with a limit; empty if there can. */
    private static String missing() throws IOException {
      if (!Files.isWritable(PIDS)) {
        return PIDS + " may not be written";
      }
      boolean given = PIDS.equals(VERSION_1) || Files.readString(FOR_GROUPS).contains("pids");
      return given ? "" : FOR_GROUPS + " does not name pids";
    }

    private Path group() {
      return PIDS.resolve("leasehold-" + pid);
    }
  }
}
