// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.OwnerOnlyFiles;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.live.ActivityPoll;
import dev.leasehold.audit.live.FindingEvents;
import dev.leasehold.audit.live.LiveCluster;
import dev.leasehold.audit.live.PodWatch;
import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.metrics.http.MetricsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the service together, and holds the parts that have to be closed. */
public final class WatchService implements AutoCloseable {

  private static final String KEY = "audit.key";
  private static final String INPUT = "input";

  /** How long the reader of standard output may take for findings. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final StateLock lock;
  private final StoredTables stored;
  private final WatchInputs inputs;
  private final WatchLoop loop;
  private final @Nullable MetricsServer server;

  private WatchService(
      StateLock lock,
      StoredTables stored,
      WatchInputs inputs,
      WatchLoop loop,
      @Nullable MetricsServer server) {
    this.lock = lock;
    this.stored = stored;
    this.inputs = inputs;
    this.loop = loop;
    this.server = server;
  }

  /**
   * Opens the state, and makes it where it is not there.
   *
   * @param in standard input, from which the service reads the log of {@link WatchSettings#piped}
   * @param out where findings go that go to no file
   * @param messages told of faults with which the service goes on
   * @param version of the program
   * @throws StateInUseException if another service has the state
   * @throws IOException if the state cannot be read or made, or the port cannot be listened at
   */
  public static WatchService open(
      WatchSettings settings,
      InputStream in,
      OutputStream out,
      Consumer<String> messages,
      String version)
      throws IOException, SQLException {
    Path folder = settings.state();
    Files.createDirectories(folder, OwnerOnlyFiles.FOLDER);
    StateLock lock = StateLock.take(folder);
    boolean isOpen = false;
    try {
      WatchService service = open(lock, settings, in, out, messages, version);
      isOpen = true;
      return service;
    } finally {
      if (!isOpen) {
        lock.close();
      }
    }
  }

  private static WatchService open(
      StateLock lock,
      WatchSettings settings,
      InputStream in,
      OutputStream out,
      Consumer<String> messages,
      String version)
      throws IOException, SQLException {
    Path folder = settings.state();
    FingerprintKey key = FingerprintKey.of(folder.resolve(KEY));
    StoredTables stored = StoredTables.open(folder, settings.spill(), settings.memory());
    boolean isOpen = false;
    try {
      InstantSource clock = new ForwardClock(InstantSource.system(), System::nanoTime);
      WatchCounts counts = new WatchCounts(clock);
      WatchMetrics metrics = new WatchMetrics(clock, counts, version, settings.kinds());
      BatchTables tables = new BatchTables(stored, counts);
      PositionStore positions = PositionStore.load(stored);
      WatchedServers servers = settings.servers();
      PodWatch pods = servers.cluster() == null ? null : new PodWatch(servers.cluster(), clock);
      LiveRows live = new LiveRows(pods, poll(servers), stored, tables, positions, key, clock);
      WatchInputs inputs = inputs(settings, live, accounts(settings, stored, clock), in);
      WatchLoop loop =
          new WatchLoop(
              stored,
              settings.terms(),
              inputs,
              output(settings, stored, pods, out),
              metrics,
              messages);
      MetricsServer server = serve(settings.listen(), metrics, messages);
      isOpen = true;
      return new WatchService(lock, stored, inputs, loop, server);
    } finally {
      if (!isOpen) {
        stored.close();
      }
    }
  }

  private static @Nullable ActivityPoll poll(WatchedServers servers) {
    return servers.postgres() == null ? null : ActivityPoll.start(servers.postgres());
  }

  private static @Nullable AccountPoll accounts(
      WatchSettings settings, StoredTables stored, InstantSource clock) {
    AuditDevice device = settings.servers().device();
    return device == null ? null : new AccountPoll(device, settings.terms(), stored, clock);
  }

  private static FindingOutput output(
      WatchSettings settings, StoredTables stored, @Nullable PodWatch pods, OutputStream out) {
    LiveCluster cluster = settings.servers().cluster();
    FindingEvents events =
        cluster != null && pods != null && settings.servers().hasEvents()
            ? new FindingEvents(cluster, pods)
            : null;
    Path file = settings.findings();
    return new FindingOutput(
        new FindingStore(stored, settings.terms().settle(), events != null),
        file == null ? new StreamSink(out, PATIENCE) : new FileSink(file),
        events);
  }

  private static WatchInputs inputs(
      WatchSettings settings, LiveRows live, @Nullable AccountPoll accounts, InputStream in)
      throws IOException, SQLException {
    BatchTables tables = live.tables();
    PositionStore positions = live.positions();
    LogReaders readers = new LogReaders(tables, positions, live.key(), settings.prefix());
    LogKind piped = settings.piped();
    PipedLog pipe =
        piped == null
            ? null
            : new PipedLog(
                in, piped, readers.reader(piped), tables, settings.state().resolve(INPUT));
    if (pipe != null) {
      pipe.start();
    }
    return new WatchInputs(
        live,
        accounts,
        new LogFollower(
            settings.inputs(), tables, positions, readers, live.clock(), LogFollower.BATCH),
        new SavedObjects(settings.inputs(), tables, positions, live.clock()),
        pipe,
        positions,
        live.clock());
  }

  private static @Nullable MetricsServer serve(
      @Nullable InetSocketAddress listen, WatchMetrics metrics, Consumer<String> messages)
      throws IOException {
    return listen == null
        ? null
        : MetricsServer.start(
            listen, metrics, fault -> messages.accept("a scrape was not answered: " + fault));
  }

  /** Returns the port at which metrics are scraped; 0 for none. */
  public int port() {
    return server == null ? 0 : server.port();
  }

  /** Works until it is asked to end, or standard input ends. */
  public void run() throws IOException, SQLException, InterruptedException {
    loop.run();
  }

  /** Asks for the end. */
  public void end() {
    loop.end();
  }

  @Override
  public void close() throws SQLException, IOException {
    try (StateLock released = lock) {
      if (server != null) {
        server.close();
      }
      inputs.close();
      stored.close();
    }
  }
}
