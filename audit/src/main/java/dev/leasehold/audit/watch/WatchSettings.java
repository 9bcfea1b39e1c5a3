// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.PostgresPrefix;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the service: inputs, outputs and terms.
 *
 * @param state the folder of all that outlives the process
 * @param spill where DuckDB puts the data that its memory does not hold
 * @param memory the bound of that memory, for example {@code 320MB}
 * @param inputs files and folders
 * @param servers that are asked live
 * @param prefix of PostgreSQL's log in text; null for a known prefix
 * @param piped the kind of log on standard input; null for nothing
 * @param findings the file that findings go to; null for standard output
 * @param listen where metrics are scraped; null for nowhere
 */
public record WatchSettings(
    Path state,
    Path spill,
    String memory,
    List<FollowedInput> inputs,
    WatchedServers servers,
    @Nullable PostgresPrefix prefix,
    @Nullable LogKind piped,
    @Nullable Path findings,
    @Nullable InetSocketAddress listen,
    WatchTerms terms) {

  /** Copies the list, which can change. */
  public WatchSettings {
    inputs = List.copyOf(inputs);
  }

  Set<LogKind> kinds() {
    Set<LogKind> kinds = EnumSet.noneOf(LogKind.class);
    inputs.forEach(input -> kinds.add(input.kind()));
    if (piped != null) {
      kinds.add(piped);
    }
    if (servers.cluster() != null) {
      kinds.add(LogKind.KUBERNETES);
    }
    if (servers.postgres() != null) {
      kinds.add(LogKind.POSTGRESQL_LIVE);
    }
    return kinds;
  }
}
