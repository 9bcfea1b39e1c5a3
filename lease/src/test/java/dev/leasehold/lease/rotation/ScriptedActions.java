// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down the orders of a rotation, for a test that answers by hand. */
final class ScriptedActions implements RotationActions {

  final List<String> actions = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final List<LeasedGeneration> generations = new ArrayList<>();
  @Nullable LeasedGeneration current;
  @Nullable Duration timer;
  LateTargets lateTargets = LateTargets.NONE;

  /** Returns the orders since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }

  LeasedGeneration current() {
    LeasedGeneration generation = current;
    if (generation == null) {
      throw new AssertionError("no generation is current");
    }
    return generation;
  }

  @Override
  public void fetch() {
    actions.add("fetch");
  }

  @Override
  public void validate(Lease lease) {
    actions.add("validate " + lease.credential().username());
  }

  @Override
  public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    actions.add("check " + generation.number() + (but == null ? "" : " but at " + but.host()));
  }

  @Override
  public void probe(LeasedGeneration generation, Target target) {
    actions.add("probe " + target.host() + " with " + generation.number());
  }

  @Override
  public void renew(LeasedGeneration generation) {
    actions.add("renew " + generation.number());
  }

  @Override
  public void publish(LeasedGeneration generation, LateTargets others, String reason) {
    lateTargets = others;
    generations.add(generation);
    current = generation;
    reasons.add(reason);
    actions.add("publish " + generation.number());
  }

  @Override
  public void route(LateTargets others) {
    LateTargets before = lateTargets;
    lateTargets = others;
    for (LateTarget late : others.all()) {
      if (!late.isSame(before.to(late.state().target()))) {
        actions.add(said(late));
      }
    }
  }

  private static String said(LateTarget late) {
    if (late.refusal() != null) {
      return "refuse: " + late.refusal();
    }
    LeasedGeneration generation = late.generation();
    String what = generation == null ? "suspend" : "serve " + generation.number();
    return what + " at " + late.state().target().host();
  }

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {
    actions.add("caught up " + target.host());
  }

  @Override
  public void retire(LeasedGeneration generation) {
    actions.add("retire " + generation.number());
  }

  @Override
  public void drained(LeasedGeneration generation) {
    actions.add("drained " + generation.number());
  }

  @Override
  public void revoke(Lease lease) {
    actions.add("revoke " + lease.id());
  }

  @Override
  public void refuse(String cause) {
    actions.add("refuse: " + cause);
  }

  @Override
  public void renewed(LeasedGeneration generation) {
    actions.add("renewed " + generation.number());
  }

  @Override
  public void failed(String operation, Exception cause, Duration retryIn) {
    failures.add(cause.getMessage());
    actions.add(operation + " failed");
  }

  @Override
  public void wakeIn(Duration delay) {
    timer = delay;
  }
}
