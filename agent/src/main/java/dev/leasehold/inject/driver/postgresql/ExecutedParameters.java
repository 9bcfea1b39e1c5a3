// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

/**
 * Finds functions that execute text which is or begins with one of their parameters, with
 * PostgreSQL's own expressions. The expressions are the same for all functions, and none has the
 * name of a parameter in it: PostgreSQL keeps few that it has compiled.
 */
final class ExecutedParameters {

  /** Outside ASCII no sign counts as part of a word: these are the signs that no name has. */
  private static final String OTHER = "\\s\"'(),.:;|=<>+*/!~@#%^&?{}\\[\\]-]";

  private static final String NAME = "(?:\"[^\"]*\"|[^0-9" + OTHER + "[^" + OTHER + "*)";

  /** A name may have that of its function, block or row before it. */
  private static final String PATH = "(" + NAME + "(?:\\s*[.]\\s*" + NAME + ")*)";

  /** A literal that is empty, or a format that begins with its argument. */
  private static final String NOTHING =
      "(?:e?'\\s*(?:%(?:1[$])?s[^']*)?'|[$]\\w*[$]\\s*(?:%(?:1[$])?s[^$]*)?[$]\\w*[$])\\s*(?:,|[|][|])";

  /** The name that a text begins with. Functions and parentheses may be before it. */
  private static final String BEGINNING =
      "\\s*(?:(?:[^\\s(),;:'|=]*\\s*[(]|(?:select|variadic)\\s|array\\s*\\[|"
          + NOTHING
          + ")\\s*)*"
          + PATH;

  private static final String EXECUTED =
      "(?:\\mexecute\\M|\\mplpy\\s*[.]\\s*(?:prepare|cursor)\\M)" + BEGINNING;

  private static final String VARIABLE = "(" + NAME + ")";

  private static final String INTO = "\\minto\\s+(?:strict\\s+)?" + VARIABLE;

  /** Each gives a variable a text, and has that of the variable as its first part. */
  private static final String[] ASSIGNED = {
    VARIABLE + "(?:\\s*\\[[^]]*\\])?\\s*:?=" + BEGINNING,
    "\\mdeclare\\s+" + VARIABLE + "\\s[^;:=]*(?::?=|\\mdefault\\M)" + BEGINNING,
    ";\\s*" + VARIABLE + "\\s[^;:=]*(?::?=|\\mdefault\\M)" + BEGINNING,
    VARIABLE + "\\s+alias\\s+for\\s" + BEGINNING,
    INTO + "\\s" + BEGINNING,
    "\\mfor(?:each)?\\s+" + VARIABLE + "\\s+(?:slice\\s+\\d+\\s+)?in\\s+(?:array\\M)?" + BEGINNING,
    "\\mfor\\s+" + VARIABLE + "\\s+in\\s+select\\M[^;]*\\munnest\\s*[(]" + BEGINNING
  };

  /** The only expression that has the variable as its second part. */
  private static final String SELECTED = "\\mselect\\s" + BEGINNING + "[^;]*" + INTO;

  private static final String CONDITION =
      "EXISTS (WITH RECURSIVE assigned AS %6$s (SELECT %1$s AS variable, %2$s AS text"
          + " FROM (VALUES %3$s) AS e(expression, variable, text)"
          + " CROSS JOIN LATERAL pg_catalog.regexp_matches(pg_catalog.concat(f.source, ';', f.bare), e.expression, 'gi') AS m(part)"
          + " CROSS JOIN LATERAL pg_catalog.regexp_matches(m.part[e.text], %4$s, 'g') AS w(name)"
          + "), given(name) AS (SELECT pg_catalog.lower(n COLLATE pg_catalog.\"C\") FROM pg_catalog.unnest(f.proargnames) AS n"
          + " UNION SELECT pg_catalog.concat('$', n) FROM pg_catalog.generate_series(1, f.pronargs) AS n"
          + " UNION VALUES ('args'), ('td'), ('new'), ('tg_argv')"
          + " UNION SELECT a.variable FROM given AS g"
          + " JOIN assigned AS a ON a.text OPERATOR(pg_catalog.=) g.name)"
          + " SELECT 1 FROM pg_catalog.regexp_matches(pg_catalog.concat(f.source, ';', f.bare), %5$s, 'gi') AS m(part)"
          + " CROSS JOIN LATERAL pg_catalog.regexp_matches(m.part[1], %4$s, 'g') AS w(name)"
          + " JOIN given AS g ON %2$s OPERATOR(pg_catalog.=) g.name)";

  /** Gives the name that the server compares, of a name in the source. */
  private static final String FOLDED =
      "pg_catalog.lower(pg_catalog.btrim(%s, '\"') COLLATE pg_catalog.\"C\")";

  private ExecutedParameters() {}

  /**
   * Returns the condition in SQL. There {@code f} has columns of {@code pg_proc}, the source, and
   * the bare source where that has comments. Both are searched, as a comment may be none in the
   * language of the function. A variable that is given a text which begins with a parameter counts
   * as a parameter. PL/Python has them in {@code args} as well. So do the arguments of a trigger
   * and its new row, which is {@code TD["new"]} in PL/Python.
   *
   * @param materialized whether the server knows the word; it would search several times without
   */
  static String condition(boolean materialized) {
    StringBuilder rows = new StringBuilder();
    for (String expression : ASSIGNED) {
      rows.append('(').append(FunctionTraits.literal(expression)).append(", 1, 2), ");
    }
    rows.append('(').append(FunctionTraits.literal(SELECTED)).append(", 2, 1)");
    return String.format(
        CONDITION,
        String.format(FOLDED, "m.part[e.variable]"),
        String.format(FOLDED, "w.name[1]"),
        rows,
        FunctionTraits.literal(NAME),
        FunctionTraits.literal(EXECUTED),
        materialized ? "MATERIALIZED" : "");
  }
}
