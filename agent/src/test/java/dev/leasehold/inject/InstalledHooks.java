package dev.leasehold.inject;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.Hooks;
import org.jspecify.annotations.Nullable;

/** The hooks of this JVM, for one test after the other: the bridge lets them be installed once. */
final class InstalledHooks {

  private static Bridge.@Nullable Installation installation;

  private InstalledHooks() {}

  /** Sets who answers from now on. */
  static synchronized void set(Hooks hooks) {
    if (installation == null) {
      installation = Bridge.install(hooks);
    } else {
      installation.replace(hooks);
    }
  }
}
