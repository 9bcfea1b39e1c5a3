// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets that do not take the current generation. Immutable. */
final class Routes {

  static final Routes NONE = new Routes(Collections.emptyMap());

  private final Map<Target, Route> routes;

  private Routes(Map<Target, Route> routes) {
    this.routes = routes;
  }

  /** Returns these routes. */
  static Routes of(Map<Target, Route> routes) {
    return routes.isEmpty() ? NONE : new Routes(new HashMap<>(routes));
  }

  /** Returns the route of a target; null if it gets the current generation. */
  @Nullable Route to(Target target) {
    return routes.get(target);
  }

  /**
   * Returns the route of a connection; null if it gets the current generation, as one of its
   * targets may take that. Allocates nothing where every target takes it.
   */
  @Nullable Route to(Targets targets) {
    if (routes.isEmpty()) {
      return null;
    }
    Route whole = routes.get(targets.whole());
    return whole == null && targets.each().size() > 1 ? each(targets) : whole;
  }

  /** Returns the route of the first that has a generation, or of the first. */
  private @Nullable Route each(Targets targets) {
    Route best = null;
    for (Target target : targets.each()) {
      Route route = routes.get(target);
      if (route == null) {
        return null;
      }
      if (best == null || (best.generation() == null && route.generation() != null)) {
        best = route;
      }
    }
    return best;
  }

  /** Returns those that lead to one of these generations. */
  Routes through(Collection<LeasedGeneration> generations) {
    Map<Target, Route> left = new HashMap<>(routes);
    left.values().removeIf(route -> !generations.contains(route.generation()));
    return of(left);
  }

  Collection<Route> all() {
    return routes.values();
  }

  boolean isSame(Routes other) {
    return routes.size() == other.routes.size()
        && routes.entrySet().stream()
            .allMatch(route -> route.getValue().isSame(other.routes.get(route.getKey())));
  }
}
