// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.it.faults.Fault.Alone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Plays faults one after the other to the same processes, a process for each way to open
 * connections. These have no load while a fault is made to a process of its own. A fault that ends
 * in an error takes servers and processes with it: the next fault finds new servers and processes.
 */
final class Matrix implements AutoCloseable {

  /** How many threads of each process run transactions. */
  static final int THREADS = 4;

  private final boolean everyWay;
  private @Nullable Site site;
  private @Nullable Scene shared;
  private boolean resting;
  private int turn;

  /**
   * Makes a matrix without servers.
   *
   * @param everyWay whether faults of one process are made to each way, not to one of them in turn
   */
  Matrix(boolean everyWay) {
    this.everyWay = everyWay;
  }

  /** Makes the fault, heals it, and returns the counts of each process meanwhile. */
  List<Row> play(Fault fault) {
    try {
      Alone alone = fault.alone();
      return alone == null ? count(fault, shared().of(fault.ways())) : playAlone(fault, alone);
    } catch (TestAbortedException cannotBeMadeHere) {
      throw cannotBeMadeHere; // Nothing has been broken.
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private List<Row> playAlone(Fault fault, Alone how) {
    rest();
    List<Way> possible = fault.ways();
    List<Way> ways = everyWay ? possible : List.of(possible.get(turn++ % possible.size()));
    List<Row> rows = new ArrayList<>();
    for (Way way : ways) {
      try (Scene own = Scene.start(site(), List.of(way), how)) {
        own.each(pod -> pod.workload().awaitReady());
        if (!how.cutOff()) {
          begin(own);
        }
        rows.addAll(count(fault, own));
      }
    }
    return rows;
  }

  private static List<Row> count(Fault fault, Scene scene) {
    scene.each(Pod::mark);
    scene.site().sessions().reset();
    fault.make(scene);
    scene.each(fault::awaitFelt);
    if (fault.promise() != Promise.HEALS_BY_ITSELF) {
      fault.heal(scene);
    }
    if (fault.promise() != Promise.ENDS) {
      scene.settle();
    }
    long rolesLeft = scene.site().rolesLeft(fault);
    long pastDeadline = scene.site().pastDeadline(fault);
    List<Row> rows = new ArrayList<>();
    for (Pod pod : scene.pods()) {
      Row row = Row.of(fault, pod.way(), pod.lastTally(), pastDeadline, rolesLeft);
      Checks.hold(fault, pod, row);
      rows.add(row);
    }
    return rows;
  }

  private Site site() {
    if (site == null) {
      site = Site.start();
    }
    return site;
  }

  private Scene shared() {
    if (shared == null) {
      shared = Scene.start(site(), List.of(Way.values()), Alone.AS_USUAL);
      shared.each(pod -> pod.workload().awaitReady());
      begin(shared);
    } else if (resting) {
      shared.each(Pod::mark);
      begin(shared);
    }
    resting = false;
    return shared;
  }

  private void rest() {
    if (shared != null && !resting) {
      shared.each(pod -> pod.workload().load(0));
      resting = true;
    }
  }

  private static void begin(Scene scene) {
    scene.each(pod -> pod.workload().load(THREADS));
    scene.each(Pod::awaitQueries);
    scene.settle();
  }

  /** Ends everything in good order; fails if a role is left, or the static password was tried. */
  void finish() {
    try (Matrix closing = this) {
      if (closing.site != null) {
        closing.site.finish();
      }
    }
  }

  @Override
  public void close() {
    if (site != null) {
      site.close();
    }
    site = null;
    shared = null;
    resting = false;
  }
}
