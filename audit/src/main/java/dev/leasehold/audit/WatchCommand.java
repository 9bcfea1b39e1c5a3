// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.join.StateVersionException;
import dev.leasehold.audit.live.LiveCluster;
import dev.leasehold.audit.live.PodWatch;
import dev.leasehold.audit.source.LiveException;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.watch.FollowedInput;
import dev.leasehold.audit.watch.StateInUseException;
import dev.leasehold.audit.watch.WatchService;
import dev.leasehold.audit.watch.WatchSettings;
import dev.leasehold.audit.watch.WatchTerms;
import dev.leasehold.audit.watch.WatchedServers;
import dev.leasehold.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Follows the inputs, and writes out each finding once. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Follows the inputs as they grow, and writes out each finding once, as JSON.")
final class WatchCommand implements Callable<Integer> {

  @Mixin private AuditOptions options = new AuditOptions();

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      required = true,
      description = "Positions in the logs and findings, for the next start. Of one service alone.")
  private Path state = Path.of("");

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "Where findings are appended; standard output unless given.")
  private @Nullable Path findings;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "The time from one join to the next; longer if a join takes long.")
  private Duration every = Duration.ofSeconds(10);

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long a finding stands before it is written out; 60s unless given.")
  private Duration settle = Duration.ofMinutes(1);

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      defaultValue = "24h",
      description =
          "How much of the logs is kept; more than the longest max_ttl. 24h if not given.")
  private Duration retention = Duration.ofDays(1);

  @Option(
      names = "--metrics-listen",
      paramLabel = "[ADDRESS:]PORT",
      description = "Where Prometheus scrapes; 127.0.0.1 unless an address is given.")
  private @Nullable String listen;

  @Option(
      names = "--kubernetes-events",
      description = "Writes an Event of Kubernetes for each finding; with --cluster.")
  private boolean isWritingEvents;

  @Spec private @Nullable CommandSpec spec;

  private final InputStream in;
  private final OutputStream out;

  WatchCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws AuditException {
    PrintWriter messages = Objects.requireNonNull(spec).commandLine().getErr();
    try (WatchService service =
        WatchService.open(
            settings(),
            in,
            out,
            message -> AuditMain.say(messages, message),
            AuditQuestions.version())) {
      service.run();
      return AuditStatus.OK.code();
    } catch (SQLException e) {
      throw InputCommand.tables(
          e,
          "give more room on the disk of --state " + state + ", or with --memory",
          "please report it; if "
              + state.resolve("watch.db")
              + " is damaged, move it and watch.db.wal away: findings that the logs still show"
              + " are written anew");
    } catch (LiveException e) {
      throw new AuditException(AuditStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (StateInUseException | StateVersionException e) {
      throw new AuditException(AuditStatus.CANNOT_WRITE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new AuditException(AuditStatus.CANNOT_WRITE, "the service has ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(AuditStatus.INTERNAL, "interrupted");
    }
  }

  private WatchSettings settings() throws AuditException {
    Path spill = options.temporaryFolder();
    LogKind piped = options.piped();
    String unfollowed = options.unfollowed();
    if (unfollowed != null) {
      throw new AuditException(
          AuditStatus.USAGE, unfollowed + " is read by questions, and not followed by watch");
    }
    if (piped == LogKind.KUBERNETES) {
      throw new AuditException(
          AuditStatus.USAGE, "--kubernetes takes files and folders here, and no standard input");
    }
    List<FollowedInput> inputs = options.followed();
    for (FollowedInput input : inputs) {
      refuseWithin(input, "--state", state);
      refuseWithin(input, "--findings", findings);
    }
    refuseShort();
    LiveCluster cluster = options.cluster();
    if (isWritingEvents && cluster == null) {
      throw new AuditException(AuditStatus.USAGE, "--kubernetes-events needs --cluster");
    }
    return new WatchSettings(
        state,
        spill == null ? state.resolve("spill") : spill,
        options.memory(),
        inputs,
        new WatchedServers(cluster, isWritingEvents, options.postgres(), options.device()),
        options.prefix(),
        piped,
        findings,
        address(),
        new WatchTerms(options.terms(), every, settle, retention));
  }

  private void refuseShort() throws AuditException {
    if (settle.compareTo(retention) >= 0) {
      throw new AuditException(
          AuditStatus.USAGE,
          "--settle has to be shorter than --retention: nothing is written else");
    }
    if (retention.compareTo(PodWatch.SHORTEST_RETENTION) < 0) {
      throw new AuditException(
          AuditStatus.USAGE,
          "--retention has to be 2m at least: pods of a cluster are listed once a minute");
    }
  }

  private static void refuseWithin(FollowedInput input, String option, @Nullable Path file)
      throws AuditException {
    if (file != null && input.covers(file)) {
      throw new AuditException(
          AuditStatus.USAGE,
          option + " " + file + " is one of the files that are read of " + input.path());
    }
  }

  private @Nullable InetSocketAddress address() throws AuditException {
    if (listen == null) {
      return null;
    }
    try {
      return ListenAddress.ofPort(listen);
    } catch (IllegalArgumentException e) {
      throw new AuditException(
          AuditStatus.USAGE, "--metrics-listen " + listen + " is " + e.getMessage());
    }
  }
}
