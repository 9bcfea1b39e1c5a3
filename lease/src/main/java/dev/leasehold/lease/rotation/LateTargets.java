// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets that do not get the current generation. Immutable. */
final class LateTargets {

  static final LateTargets NONE = new LateTargets(Collections.emptyMap());

  private final Map<Target, LateTarget> late;

  private LateTargets(Map<Target, LateTarget> late) {
    this.late = late;
  }

  /** Returns these targets. */
  static LateTargets of(Map<Target, LateTarget> late) {
    return late.isEmpty() ? NONE : new LateTargets(new HashMap<>(late));
  }

  /** Returns a target that is late; null if it gets the current generation. */
  @Nullable LateTarget to(Target target) {
    return late.get(target);
  }

  /**
   * Returns the late target of a connection; null if it gets the current generation, as one of its
   * targets may take that. Allocates nothing where every target takes it.
   */
  @Nullable LateTarget to(Targets targets) {
    if (late.isEmpty()) {
      return null;
    }
    LateTarget whole = late.get(targets.whole());
    return whole == null && targets.each().size() > 1 ? firstOf(targets) : whole;
  }

  /** Returns the first that has a generation, or the first. */
  private @Nullable LateTarget firstOf(Targets targets) {
    LateTarget best = null;
    for (Target target : targets.each()) {
      LateTarget each = late.get(target);
      if (each == null) {
        return null;
      }
      if (best == null || (best.generation() == null && each.generation() != null)) {
        best = each;
      }
    }
    return best;
  }

  /** Returns the targets that get one of these generations. */
  LateTargets with(Collection<LeasedGeneration> generations) {
    Map<Target, LateTarget> left = new HashMap<>(late);
    left.values().removeIf(each -> !generations.contains(each.generation()));
    return of(left);
  }

  Collection<LateTarget> all() {
    return late.values();
  }

  boolean isSame(LateTargets other) {
    return late.size() == other.late.size()
        && late.entrySet().stream()
            .allMatch(each -> each.getValue().isSame(other.late.get(each.getKey())));
  }
}
