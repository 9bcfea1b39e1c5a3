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
import picocli.CommandLine.Option;

/** Reads the inputs, joins them, and answers one question. */
abstract class QuestionCommand extends InputCommand {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Format of the answer: ${COMPLETION-CANDIDATES}.")
  private AnswerFormat format = AnswerFormat.text;

  private final Question question;

  QuestionCommand(Question question, InputStream in) {
    super(in);
    this.question = question;
  }

  /** Returns the subject of the question. */
  abstract AuditJoin.Subject subject() throws AuditException;

  @Override
  final long read(AuditDatabase database) throws AuditException, SQLException {
    AuditSources sources = sources();
    AuditTerms terms = options().terms();
    return AuditJoin.run(database, sources, terms, subject());
  }

  @Override
  final AuditStatus answer(AuditDatabase database)
      throws AuditException, SQLException, IOException {
    AuditJoin.passedOver(database).forEach(this::say);
    List<AnswerSection> answer = question.ask(database);
    PrintWriter out = out();
    format.write(answer, out);
    out.flush();
    if (out.checkError()) {
      throw new AuditException(AuditStatus.CANNOT_WRITE, "the answer cannot be written");
    }
    return status(answer);
  }

  /** Findings are findings. To another question, an empty answer is a finding. */
  private AuditStatus status(List<AnswerSection> answer) {
    boolean isEmpty = answer.get(0).rows().isEmpty();
    boolean isFine = question == Question.FINDINGS ? isEmpty : !isEmpty;
    return isFine || question == Question.AT ? AuditStatus.OK : AuditStatus.FINDINGS;
  }
}
