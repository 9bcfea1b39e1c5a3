// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.answer.AnswerFormat;
import dev.leasehold.audit.answer.AnswerSection;
import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.join.AuditTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the inputs, joins them, and answers one question. */
abstract class QuestionCommand implements Callable<Integer> {

  @Mixin private AuditOptions options = new AuditOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Format of the answer: ${COMPLETION-CANDIDATES}.")
  private AnswerFormat format = AnswerFormat.text;

  @Spec private @Nullable CommandSpec spec;

  private final Question question;
  private final InputStream in;

  QuestionCommand(Question question, InputStream in) {
    this.question = question;
    this.in = in;
  }

  /** Returns what the question is about. */
  abstract AuditJoin.Subject subject() throws AuditException;

  @Override
  public final Integer call() throws AuditException {
    AuditSources sources = options.sources(in);
    AuditTerms terms = options.terms();
    try (AuditDatabase database =
        AuditDatabase.create(options.temporaryFolder(), options.memory())) {
      if (AuditJoin.run(database, sources, terms, subject()) == 0) {
        throw new AuditException(
            AuditStatus.BAD_INPUT,
            "no line of what --vault-audit names is an entry of Vault's audit log");
      }
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      for (String each : AuditJoin.passedOver(database)) {
        line.getErr().println("leasehold audit: " + AnswerSection.printable(each));
      }
      List<AnswerSection> answer = question.ask(database);
      PrintWriter out = line.getOut();
      format.write(answer, out);
      out.flush();
      if (out.checkError()) {
        throw new AuditException(AuditStatus.CANNOT_WRITE, "the answer cannot be written");
      }
      return status(answer).code();
    } catch (SQLException e) {
      throw tables(e);
    } catch (IOException e) {
      throw new AuditException(
          AuditStatus.CANNOT_WRITE, "an input cannot be read, or the tables not be written: " + e);
    }
  }

  /** Findings are findings; of another question nothing known is one. */
  private AuditStatus status(List<AnswerSection> answer) {
    boolean isEmpty = answer.get(0).rows().isEmpty();
    boolean isFine = question == Question.FINDINGS ? isEmpty : !isEmpty;
    return isFine || question == Question.AT ? AuditStatus.OK : AuditStatus.FINDINGS;
  }

  private static AuditException tables(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    boolean isSpace = message.contains("No space") || message.contains("Out of Memory");
    return new AuditException(
        isSpace ? AuditStatus.CANNOT_WRITE : AuditStatus.INTERNAL,
        "DuckDB failed: "
            + message
            + (isSpace
                ? "; give more room with --temporary-folder or --memory"
                : "; please report it"));
  }
}
