// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the text of a statement any part that may leave state in the session that no view of
 * PostgreSQL shows. It looks at words, also within literals and the comments in them: of two
 * mistakes it prefers to leave a connection where it is.
 */
final class SessionTraits {

  /** First words of statements whose SET names columns. */
  private static final Set<String> CHANGES_ROWS = FixedSet.of("update", "insert", "merge", "with");

  /** Words after a name or a privilege {@code execute}, which executes no text. */
  private static final Set<String> NO_TEXT = FixedSet.of("from", "on", "function", "procedure");

  /** First words of the statements that end a prepared transaction. */
  private static final Set<String> ENDS = FixedSet.of("commit", "rollback");

  /** A literal, or the place of a literal in a text that is put together. */
  private static final Pattern LITERAL =
      Pattern.compile("e?'|u&'|[$]|%([0-9]+[$])?[ls]", Pattern.CASE_INSENSITIVE);

  private final StatementText parts;
  private final String sql;

  /** The place of the word that is looked at, and the end of it. */
  private int wordAt;

  private int at;

  /** The first word of the statement, and that of the last statement within a literal. */
  private String outer = "";

  private String inner = "";

  /** The place of the last statement within a literal, behind comments. */
  private int begun;

  /** That of both which the word is in; empty where that is not certain. */
  private String first = "";

  private boolean updates;
  private boolean executesText;
  private boolean setsUnnamed;
  private boolean asksForDrawn;
  private boolean isPython;
  private boolean namesGlobals;
  private boolean endsPrepared;
  private @Nullable HandOverResult pinning;

  private SessionTraits(StatementText parts) {
    this.parts = parts;
    this.sql = parts.withoutComments();
  }

  /** Looks at each word of a text once. */
  static SessionTraits of(String sql) {
    SessionTraits traits = new SessionTraits(StatementText.of(sql));
    for (String word = traits.next(); !word.isEmpty(); word = traits.next()) {
      traits.see(word);
    }
    return traits;
  }

  private void see(String word) {
    first = first(word);
    asksForDrawn |= (word.equals("currval") || word.equals("lastval")) && isCalled();
    executesText |= word.equals("execute") && isBeforeText();
    updates |= word.equals("update");
    isPython |= word.startsWith("plpython");
    namesGlobals |= word.equals("gd");
    endsPrepared |= word.equals("prepared") && ENDS.contains(first);
    if (pinning == null && !setsColumn(word)) {
      pinning = word.equals("set") ? setting() : reason(word);
    }
  }

  private String first(String word) {
    if (parts.isCode(wordAt)) {
      outer = outer.isEmpty() ? word : outer;
      return outer;
    }
    if (!parts.isLiteral(wordAt)) {
      return "";
    }
    inner = inner.isEmpty() && wordAt >= begun ? word : inner;
    return inner;
  }

  /** A column may have parts, with a dot, or this name. In a literal there may be a statement. */
  private boolean setsColumn(String word) {
    return word.equals("set")
        && (parts.isQuoted(wordAt) || (parts.isCode(wordAt) && CHANGES_ROWS.contains(first)));
  }

  /**
   * Returns whether this asks for a value that an earlier statement of the session has drawn of a
   * sequence. No text of the earlier statement tells that it will be asked for.
   */
  boolean asksForDrawn() {
    return asksForDrawn;
  }

  /** Returns whether this ends a prepared transaction. */
  boolean endsPrepared() {
    return endsPrepared;
  }

  /** Returns the reason that a session which runs this cannot be replaced; null when it can. */
  @Nullable HandOverResult pinning() {
    if (pinning == null && executesText && setsUnnamed) {
      return HandOverResult.pinned(
          PinReason.SETTING, "it makes a setting whose name is not in its text");
    }
    return pinning == null && isPython && namesGlobals
        ? HandOverResult.pinned(
            PinReason.STATEMENT, "it has used the values that PL/Python keeps for a session")
        : pinning;
  }

  private @Nullable HandOverResult reason(String word) {
    switch (word) {
      case "set_config":
        return SetConfigCall.leavesOnlyShown(parts, at)
            ? null
            : HandOverResult.pinned(
                PinReason.SETTING,
                "it has called set_config, and no view shows settings of an application's own");
      case "pg_settings":
        return updates
            ? HandOverResult.pinned(
                PinReason.SETTING, "it has made settings by pg_settings, which may be of any name")
            : null;
      case "set_limit":
      case "isn_weak":
      case "sepgsql_setcon":
        return isCalled()
            ? HandOverResult.pinned(
                PinReason.SETTING,
                "it has called " + word + ", which makes a setting of an extension")
            : null;
      case "listen":
        return word.equals(first) // Its database tells of all others.
            ? HandOverResult.pinned(PinReason.LISTEN, "it has executed LISTEN")
            : null;
      default:
        String text = text(word);
        return text == null ? null : HandOverResult.pinned(PinReason.STATEMENT, text);
    }
  }

  private @Nullable String text(String word) {
    switch (word) {
      case "setseed":
      case "pg_replication_origin_session_setup":
      case "pg_backup_start":
      case "pg_start_backup":
        return "it has called " + word;
      case "pg_backend_pid":
        return isCalled() ? "it has asked for the number of its session" : null;
      case "standard_conforming_strings":
        return first.equals("show")
            ? null
            : "it may have set " + word + ", by which prepared statements were read";
      case "load":
        return isBeforeLiteral() ? "it has executed LOAD" : null;
      case "_shared":
        return wordAt > 0 && "%$@".indexOf(sql.charAt(wordAt - 1)) >= 0
            ? "it has used the values that PL/Perl keeps for a session"
            : null;
      default:
        return word.startsWith("dblink") && isCalled() ? "it has called dblink" : null;
    }
  }

  /** A name may be that of a column as well. */
  private boolean isCalled() {
    return isAt(skipSpace(isAt(at, '"') ? at + 1 : at), '(');
  }

  /** A literal that ends with the word does not follow it, but the next part may be a literal. */
  private boolean isBeforeLiteral() {
    int to = skipSpace(at);
    if (to > at) {
      return LITERAL.matcher(sql).region(to, sql.length()).lookingAt();
    }
    boolean begins = isNamePart(at + 1);
    int next = skipSpace(at + 1);
    boolean goesOn = isAt(next, '\'') || sql.startsWith("||", next);
    return isAt(at, '$') || (isAt(at, '\'') && (begins || goesOn || isAt(at + 1, '/')));
  }

  private boolean isBeforeText() {
    int to = skipSpace(at);
    boolean begins = isNamePart(to) || isAt(to, '\'') || isAt(to, '(') || isAt(to, '"');
    String next = sql.substring(to, endOfName(to)).toLowerCase(Locale.ROOT);
    return begins && !isAt(wordAt - 1, '"') && !NO_TEXT.contains(next);
  }

  /**
   * After SET: a name with a dot in it, quoted or not, or that of a setting that is not shown. A
   * value of SET LOCAL ends with its transaction, but for the seed. LOCAL may itself begin a name.
   */
  private @Nullable HandOverResult setting() {
    int from = skipSpace(at);
    boolean local = isWord(from, "local");
    if (isWord(from, "session")) {
      from = skipSpace(from + "session".length());
    } else if (local) {
      from = skipSpace(from + "local".length());
    }
    int to = endOfName(from);
    int after = skipSpace(to);
    String name = sql.substring(from, to);
    if (isAt(to, '&')) { // U&"app\002Etenant" = ...
      return HandOverResult.pinned(
          PinReason.SETTING, "it has a setting whose name is written with escapes");
    }
    setsUnnamed |= isAt(to, '\'') || isAt(to, '%') || hasUnnamedPart(name);
    if (name.indexOf('.') >= 0 || isAt(after, '.')) {
      return local && !name.isEmpty()
          ? null
          : HandOverResult.pinned(
              PinReason.SETTING, "it has a setting of the application's own, which no view shows");
    }
    return name.replace("\"", "").equalsIgnoreCase("seed") && !CHANGES_ROWS.contains(first)
        ? HandOverResult.pinned(PinReason.STATEMENT, "it has set the seed of random numbers")
        : null;
  }

  /** A name may end where its literal does, or have a part that is put in. */
  private static boolean hasUnnamedPart(String name) {
    return name.indexOf('$') >= 0 || name.indexOf('%') >= 0;
  }

  private boolean isAt(int index, char sign) {
    return index >= 0 && index < sql.length() && sql.charAt(index) == sign;
  }

  private boolean isLetterOrDigit(int index) {
    return index < sql.length() && StatementText.isLetterOrDigit(sql.charAt(index));
  }

  private boolean isNamePart(int index) {
    return isLetterOrDigit(index) || isAt(index, '$');
  }

  private boolean isWord(int from, String word) {
    int to = from + word.length();
    return sql.regionMatches(true, from, word, 0, word.length()) && !isNamePart(to);
  }

  private int endOfName(int from) {
    int to = from;
    if (to < sql.length() && sql.charAt(to) == '"') {
      int quote = sql.indexOf('"', to + 1);
      return quote < 0 ? sql.length() : quote + 1;
    }
    while (isNamePart(to)) {
      to++;
    }
    return to;
  }

  private int skipSpace(int from) {
    return StatementText.skipSpace(sql, from);
  }

  /** Returns the next word in lower case, empty at the end. A literal may begin with a dollar. */
  private String next() {
    while (at < sql.length() && (!isLetterOrDigit(at) || StatementText.isDigit(sql.charAt(at)))) {
      if (isAt(at, ';') && parts.isCode(at)) {
        outer = "";
      } else if (isAt(at, ';') || parts.isQuoted(at)) {
        inner = "";
        begun = skipSpace(at + 1);
      }
      at++;
    }
    wordAt = at;
    while (isLetterOrDigit(at)) {
      at++;
    }
    return sql.substring(wordAt, at).toLowerCase(Locale.ROOT);
  }
}
