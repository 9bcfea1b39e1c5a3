// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.OwnerAlone;
import dev.leasehold.audit.join.StoredTables;
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
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the service together, and holds what has to be closed. */
public final class WatchService implements AutoCloseable {

  private static final String KEY = "audit.key";

  private final StateLock lock;
  private final StoredTables stored;
  private final WatchLoop loop;
  private final @Nullable MetricsServer server;

  private WatchService(
      StateLock lock, StoredTables stored, WatchLoop loop, @Nullable MetricsServer server) {
    this.lock = lock;
    this.stored = stored;
    this.loop = loop;
    this.server = server;
  }

  /**
   * Opens the state, and makes it where it is not there.
   *
   * @param in standard input, of which the service reads what {@link WatchSettings#piped} says
   * @param out where findings go that go to no file
   * @param messages told of what does not work while the service goes on
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
    Files.createDirectories(folder, OwnerAlone.FOLDER);
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
      InstantSource clock = InstantSource.system();
      WatchCounts counts = new WatchCounts(clock);
      WatchMetrics metrics = new WatchMetrics(clock, counts, version, settings.kinds());
      BatchTables tables = new BatchTables(stored, counts);
      WatchInputs inputs = inputs(settings, tables, PositionStore.load(stored), key, in, clock);
      Path file = settings.findings();
      FindingSink sink = file == null ? new StreamSink(out) : new FileSink(file);
      WatchLoop loop = new WatchLoop(stored, settings.terms(), inputs, sink, metrics, messages);
      MetricsServer server = serve(settings.listen(), metrics, messages);
      isOpen = true;
      return new WatchService(lock, stored, loop, server);
    } finally {
      if (!isOpen) {
        stored.close();
      }
    }
  }

  private static WatchInputs inputs(
      WatchSettings settings,
      BatchTables tables,
      PositionStore positions,
      FingerprintKey key,
      InputStream in,
      InstantSource clock)
      throws SQLException {
    LogReaders readers = new LogReaders(tables, positions, key, settings.prefix());
    LogKind piped = settings.piped();
    PipedLog pipe = piped == null ? null : new PipedLog(in, piped, readers.reader(piped), tables);
    if (pipe != null) {
      pipe.start();
    }
    return new WatchInputs(
        new LogFollower(settings.inputs(), tables, positions, readers, clock),
        new SavedObjects(settings.inputs(), tables, positions, clock),
        pipe,
        positions,
        clock);
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
      stored.close();
    }
  }
}
