// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.Hooks;
import org.jspecify.annotations.Nullable;

/** The hooks of this JVM, for one test after the other: the bridge lets them be installed once. */
final class InstalledHooks {

  private static Bridge.@Nullable Installation installation;

  private InstalledHooks() {}

  /** Sets the hooks that answer from now on; null for none. */
  static synchronized void set(@Nullable Hooks hooks) {
    if (installation != null) {
      installation.replace(hooks);
    } else if (hooks != null) {
      installation = Bridge.install(hooks);
    }
  }
}
