// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The format of an answer. The constants are the words of the option. */
public enum AnswerFormat {
  /** For people. */
  text {
    @Override
    public void write(List<AnswerSection> sections, Writer out) throws IOException {
      TextAnswer.write(sections, out);
    }
  },
  /** One object, with an array for each section. */
  json {
    @Override
    public void write(List<AnswerSection> sections, Writer out) throws IOException {
      JsonAnswer.write(sections, out);
    }
  },
  /** Each section as a table with a header; an empty line between two. */
  csv {
    @Override
    public void write(List<AnswerSection> sections, Writer out) throws IOException {
      CsvAnswer.write(sections, out);
    }
  },
  /** A page with a time line, which needs no other file. */
  html {
    @Override
    public void write(List<AnswerSection> sections, Writer out) throws IOException {
      HtmlAnswer.write(sections, out);
    }
  };

  /** Writes an answer. */
  public abstract void write(List<AnswerSection> sections, Writer out) throws IOException;
}
