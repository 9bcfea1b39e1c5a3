// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A small history as files, with one pod for each anomaly. */
public final class HistoryFiles {

  private static final int PLAIN = 12;
  private static final int LEASES = 6;

  private final History history;
  private final Path folder;

  private HistoryFiles(Path folder, int pods, int planted) {
    this.folder = folder;
    history = new History(5, pods, planted, LEASES);
  }

  /** Writes the files into a folder. */
  public static HistoryFiles write(Path folder) throws IOException {
    return write(folder, PLAIN, 1);
  }

  /**
   * Writes the files of a history into a folder, with one audit device of Vault.
   *
   * @param pods in which nothing is planted
   * @param planted how many more pods there are for each anomaly
   */
  public static HistoryFiles write(Path folder, int pods, int planted) throws IOException {
    return write(folder, pods, planted, 1);
  }

  /**
   * Writes the files of a history into a folder.
   *
   * @param pods in which nothing is planted
   * @param planted how many more pods there are for each anomaly
   * @param devices how many audit devices of Vault write each entry, each with hashes of its own
   */
  public static HistoryFiles write(Path folder, int pods, int planted, int devices)
      throws IOException {
    HistoryFiles files = new HistoryFiles(folder, pods, planted);
    files.write("audit.log", out -> new VaultLines(line -> each(devices, line, out)));
    files.write("vault.log", ServerLines::new);
    files.write("postgresql.json", out -> new PostgresLines(out, PostgresLines.Format.JSONLOG, 0));
    files.write("pods.json", out -> new KubernetesLines(out, 0));
    return files;
  }

  private static void each(int devices, String line, VaultLines.Lines out) throws IOException {
    for (int device = 1; device <= devices; device++) {
      out.line(device == 1 ? line : line.replace("hmac-sha256:", "hmac-sha256:" + device));
    }
  }

  private void write(String name, Function<VaultLines.Lines, HistorySink> writer)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
      history.tell(writer.apply(line -> out.append(line).append('\n')));
    }
  }

  /** Returns the name of a pod that nothing is planted in. */
  public String pod() {
    return history.pods().get(1).name();
  }

  /** Returns the namespace of that pod. */
  public String namespace() {
    return history.pods().get(1).namespace();
  }

  /** Returns the role of its first lease. */
  public String role() throws IOException {
    return first().role();
  }

  /** Returns the identifier of its first lease. */
  public String lease() throws IOException {
    return first().id();
  }

  /** Returns when it took its first lease, in milliseconds since 1970. */
  public long takenAt() throws IOException {
    return first().takenAt();
  }

  private HistoryLease first() throws IOException {
    FirstLease first = new FirstLease(pod());
    history.tell(first);
    return Objects.requireNonNull(first.found);
  }

  /** Finds the first lease of a pod. */
  private static final class FirstLease implements HistorySink {
    private final String name;
    private @Nullable HistoryLease found;

    FirstLease(String name) {
      this.name = name;
    }

    @Override
    public void taken(HistoryLease lease, String token, String address) {
      if (found == null && lease.pod().name().equals(name)) {
        found = lease;
      }
    }
  }
}
