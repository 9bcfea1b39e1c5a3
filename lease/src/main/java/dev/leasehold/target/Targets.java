package dev.leasehold.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * All targets that one connection may lead to, in the driver's order: one, or each host of a URL
 * that names several. Immutable; never empty.
 */
public final class Targets {

  private final List<Target> each;
  private final Target whole;

  private Targets(List<Target> each) {
    this.each = each;
    this.whole = each.size() == 1 ? each.get(0) : joined(each);
  }

  /** Returns these targets; at least one. */
  public static Targets of(Target... each) {
    return of(Arrays.asList(each));
  }

  /** Returns these targets; at least one. */
  public static Targets of(List<Target> each) {
    if (each.isEmpty()) {
      throw new IllegalArgumentException("no target");
    }
    return new Targets(Collections.unmodifiableList(new ArrayList<>(each)));
  }

  private static Target joined(List<Target> each) {
    StringBuilder servers = new StringBuilder();
    for (Target target : each) {
      servers.append(servers.length() == 0 ? "" : ",").append(target.server());
    }
    return Target.of(servers.toString(), Target.NO_PORT, each.get(0).database());
  }

  /** Returns each of them, in the driver's order. */
  public List<Target> each() {
    return each;
  }

  /**
   * Returns them as one: the only one, or what stands for all where a driver does not tell which of
   * several it has reached.
   */
  public Target whole() {
    return whole;
  }

  @Override
  public String toString() {
    return whole.toString();
  }
}
