package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One login with a credential on one target, and its answer. Immutable. */
final class Trial {

  private final Target target;
  private final Answer answer;
  private final @Nullable SQLException failure;

  private Trial(Target target, Answer answer, @Nullable SQLException failure) {
    this.target = target;
    this.answer = answer;
    this.failure = failure;
  }

  /** Logs in. Blocks as the canary does. */
  static Trial of(Canary canary, Credential credential, Target target) {
    try {
      boolean taken = canary.tryOut(credential, target) == Canary.Verdict.ACCEPTED;
      return new Trial(target, taken ? Answer.TAKES : Answer.UNTRIED, null);
    } catch (SQLException e) {
      Answer answer = canary.rejects(e, target) ? Answer.REJECTS : Answer.SILENT;
      return new Trial(target, answer, e);
    } catch (RuntimeException | Error fault) {
      return new Trial(target, Answer.SILENT, new SQLException(Errands.fault(fault)));
    }
  }

  Target target() {
    return target;
  }

  Answer answer() {
    return answer;
  }

  /** Returns what the target said; null where it took the credential, or was not asked. */
  @Nullable SQLException failure() {
    return failure;
  }

  /** Returns the words of {@link #failure()}. */
  String said() {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }
}
