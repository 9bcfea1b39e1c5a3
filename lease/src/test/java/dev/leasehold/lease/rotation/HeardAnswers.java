// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.target.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers that the rotation of a history has heard from the targets, and the answers that it
 * cannot know yet.
 */
final class HeardAnswers {

  private final Target primary;
  private final Map<Target, Map<Credential, TargetAnswer>> heard = new HashMap<>();
  private final Set<LeasedGeneration> doubted = new HashSet<>();

  private final Set<Credential> dropped = new HashSet<>();

  HeardAnswers(Target primary) {
    this.primary = primary;
  }

  /** Takes note of an answer that came while a generation was current. */
  void tell(
      Target target,
      Credential credential,
      TargetAnswer answer,
      @Nullable LeasedGeneration current) {
    boolean unheard = !heard.getOrDefault(primary, Map.of()).containsValue(TargetAnswer.TAKES);
    if (answer == TargetAnswer.REJECTS && unheard && current != null) {
      doubted.add(current); // As far as is known, no target takes it.
    }
    if (answer != TargetAnswer.SILENT) {
      TargetAnswer before =
          heard.computeIfAbsent(target, first -> new HashMap<>()).put(credential, answer);
      if (before == TargetAnswer.TAKES && answer == TargetAnswer.REJECTS) {
        dropped.add(credential);
      }
    }
  }

  /** Takes note of a generation that is published although all that were asked reject it. */
  void published(LeasedGeneration generation, String reason) {
    if (reason.contains("; rejected so far: ")) {
      doubted.add(generation);
    }
  }

  /** Returns a target's last answer about a generation; null without an answer. */
  @Nullable TargetAnswer on(LeasedGeneration generation, Target target) {
    return heard.getOrDefault(target, Map.of()).get(generation.credential());
  }

  /** Returns whether some target's last answer about a generation is that it takes it. */
  boolean someTakes(LeasedGeneration generation) {
    return heard.values().stream()
        .anyMatch(answers -> answers.get(generation.credential()) == TargetAnswer.TAKES);
  }

  /** Returns whether a target took a generation and rejected it later, so its role may be gone. */
  boolean haveDropped(LeasedGeneration generation) {
    return dropped.contains(generation.credential());
  }

  /** Returns whether it looked for a while as if no target took a generation. */
  boolean areOfDoubt(LeasedGeneration generation) {
    return doubted.contains(generation);
  }
}
