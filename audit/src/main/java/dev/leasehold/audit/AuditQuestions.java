// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.join.AccountHashes;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.source.AuditDevice;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command without a question: help and version. */
@Command(
    name = "leasehold audit",
    description = {
      "Says which pod had which role of the database, when, and its sessions.",
      "Joins the logs of Vault and PostgreSQL with pods of Kubernetes: files, or a cluster and a"
          + " database that are asked."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AuditQuestions.AuditVersion.class,
    synopsisSubcommandLabel = "QUESTION",
    subcommands = HelpCommand.class)
final class AuditQuestions implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Missing required question");
    }
  }

  static String version() {
    String version = AuditQuestions.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** The version of the jar. */
  static final class AuditVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"leasehold audit " + version()};
    }
  }

  /** {@code audit role}, {@code audit pod} and {@code audit lease}. */
  abstract static class NamedQuestion extends QuestionCommand {
    @Parameters(paramLabel = "NAME", description = "The role, pod or lease of the question.")
    private String name = "";

    NamedQuestion(Question question, InputStream in) {
      super(question, in);
    }

    String name() {
      return name;
    }

    @Override
    AuditJoin.Subject subject() {
      return new AuditJoin.Subject(name, null);
    }
  }

  @Command(
      name = "role",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Which lease, login and pod a role of the database belonged to.")
  static final class RoleQuestion extends NamedQuestion {
    RoleQuestion(InputStream in) {
      super(Question.ROLE, in);
    }

    @Override
    AccountHashes hashes(AuditDevice device) {
      return AccountHashes.of(device, name());
    }
  }

  @Command(
      name = "pod",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Which leases, roles and sessions a pod had: NAME, NAMESPACE/NAME or UID.")
  static final class PodQuestion extends NamedQuestion {
    PodQuestion(InputStream in) {
      super(Question.POD, in);
    }
  }

  @Command(
      name = "lease",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Which role and pod a lease belonged to, by its identifier.")
  static final class LeaseQuestion extends NamedQuestion {
    LeaseQuestion(InputStream in) {
      super(Question.LEASE, in);
    }
  }

  @Command(
      name = "at",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Which roles and sessions there were at a time.")
  static final class AtQuestion extends QuestionCommand {
    @Parameters(paramLabel = "TIME", description = "As in 2026-11-28T14:21:25Z; UTC unless said.")
    private String time = "";

    AtQuestion(InputStream in) {
      super(Question.AT, in);
    }

    @Override
    AuditJoin.Subject subject() throws AuditException {
      try {
        return new AuditJoin.Subject(null, AuditTime.instant(time));
      } catch (IllegalArgumentException e) {
        throw new AuditException(AuditStatus.USAGE, String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(
      name = "findings",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "The anomalies that were found. docs/audit.md has a section for each code.")
  static final class FindingsQuestion extends QuestionCommand {
    FindingsQuestion(InputStream in) {
      super(Question.FINDINGS, in);
    }

    @Override
    AuditJoin.Subject subject() {
      return new AuditJoin.Subject(null, null);
    }
  }
}
