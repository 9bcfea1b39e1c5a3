// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.LiveException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An audit device whose hashes are known. */
public final class ToldHashes implements AuditDevice {

  private final Function<String, @Nullable String> told;
  private final List<String> asked = new ArrayList<>();

  /** With the hashes by name; the server does not answer for a name that has none. */
  public ToldHashes(Function<String, @Nullable String> told) {
    this.told = told;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String hash(String name) {
    asked.add(name);
    String hash = told.apply(name);
    if (hash == null) {
      throw new LiveException("no answer for " + name);
    }
    return hash;
  }

  /** Returns the names in the order in which they were asked for. */
  public List<String> asked() {
    return List.copyOf(asked);
  }
}
