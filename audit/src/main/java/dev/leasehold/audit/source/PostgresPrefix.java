// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code log_line_prefix} of PostgreSQL: the part of a line before its message.
 *
 * <p>A client chooses the names of user, database and application, and no quotes part them from the
 * rest. So a line is read twice, with all values as short and as long as can be. A value in which
 * both readings agree has one meaning alone, and only such values count.
 */
public final class PostgresPrefix {

  /** The prefix that {@code docs/audit.md} recommends: values that a client chooses come last. */
  static final String RECOMMENDED = "%m [%p] %c %l %e %v %r <%i> %quser=%u,db=%d,app=%a ";

  /** The longest that Amazon RDS offers. */
  static final String OF_RDS = "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:";

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
  private static final String ZONE = " (?:[A-Za-z]{1,32}|[+-]\\d\\d(?::?\\d\\d){0,2})";

  /** Of a value with a width in the prefix. */
  private static final String PADDING = " {0,63}";

  /** PostgreSQL cuts each name after 63 bytes. */
  private static final String NAME = ".{0,63}";

  /** PostgreSQL writes four characters for each byte outside ASCII, from version 16 on. */
  private static final String APPLICATION_NAME = ".{0,252}";

  /**
   * The activity of a process ({@code set_ps_display}): a command, a state, or the place in the WAL
   * that a walsender has come to. The label of a base backup is cut after 33 bytes.
   */
  private static final String PROCESS_TITLE =
      "sending backup \".{0,33}|<FASTPATH>(?: waiting)?|[\\p{L}\\p{N} ()/_?-]{0,96}";

  /**
   * The backend type of a process that serves no client: it may be the text of an extension ({@code
   * bgw_type}).
   */
  private static final String SERVER_TYPE = "[^<>]{0,96}";

  /**
   * A word of {@code error_severity}, or the name of a further part of a message. It is in any
   * language, and in the encoding of the session's database. French sets a space before a colon.
   */
  private static final String LEVEL = "(?<level>[A-Za-z\\P{ASCII}][A-Za-z\\P{ASCII} ()']{0,40}):";

  private static final String MESSAGE = LEVEL + "  ";

  /** In a form; the text between a prefix's values is quoted letter by letter. */
  private static final Pattern QUANTIFIER = Pattern.compile("\\{\\d+,\\d+}|\\)\\?");

  /** The text for a name that is not known yet: {@code [unknown]}, in any language. */
  private static final Pattern UNKNOWN = Pattern.compile("\\[[^\\]]*\\]");

  /** An escape that a prefix can hold ({@code log_status_format} of {@code elog.c}). */
  enum Escape {
    APPLICATION('a', APPLICATION_NAME),
    USER('u', NAME),
    DATABASE('d', NAME),
    BACKEND('b', "[\\p{L}\\p{N} _()./-]{0,96}"),
    REMOTE('r', "\\[local\\](?:\\(.{1,107}\\))?|[^\\s()]{1,255}\\((?:\\d{1,5}|\\?{3})\\)|"),
    HOST('h', "\\[local\\]|[^\\s()]{0,255}"),
    LOCAL('L', "[^\\s()]{0,255}"),
    PROCESS('p', "\\d{1,10}"),
    LEADER('P', "\\d{0,10}"),
    SECONDS('t', TIME + ZONE),
    MILLIS('m', TIME + "\\.\\d{3}" + ZONE),
    EPOCH('n', "\\d{9,11}\\.\\d{3}"),
    START('s', TIME + ZONE),
    ACTIVITY('i', PROCESS_TITLE),
    STATE('e', "[0-9A-Z]{5}"),
    SESSION('c', "[0-9a-f]{1,16}\\.[0-9a-f]{1,8}"),
    NUMBER('l', "\\d{1,17}"),
    VIRTUAL_TRANSACTION('v', "(?:\\d{1,10}/\\d{1,10})?"),
    TRANSACTION('x', "\\d{1,20}"),
    QUERY('Q', "-?\\d{1,20}");

    private final char letter;
    private final String form;

    Escape(char letter, String form) {
      this.letter = letter;
      this.form = form;
    }

    static @Nullable Escape of(char letter) {
      for (Escape each : values()) {
        if (each.letter == letter) {
          return each;
        }
      }
      return null;
    }

    /** A name is any text, so that the spaces of a width are a part of it. */
    boolean isName() {
      return this == APPLICATION || this == USER || this == DATABASE;
    }

    boolean isTime() {
      return this == MILLIS || this == SECONDS || this == EPOCH;
    }
  }

  /** Without one of these a session has no beginning, end or order. */
  private static final Map<Escape, String> REQUIRED =
      Map.of(
          Escape.USER, "%u",
          Escape.SESSION, "%c",
          Escape.NUMBER, "%l",
          Escape.STATE, "%e",
          Escape.VIRTUAL_TRANSACTION, "%v");

  /** The values that decide the meaning and the session of a line. */
  private static final Set<Escape> DECISIVE =
      EnumSet.of(
          Escape.MILLIS,
          Escape.SECONDS,
          Escape.EPOCH,
          Escape.SESSION,
          Escape.NUMBER,
          Escape.STATE,
          Escape.VIRTUAL_TRANSACTION,
          Escape.ACTIVITY,
          Escape.BACKEND);

  /** After all that a prefix is made with. */
  private static final List<PostgresPrefix> KNOWN = List.of(parse(RECOMMENDED), parse(OF_RDS));

  private final List<Escape> escapes = new ArrayList<>();
  private final Pattern shortest;
  private final Pattern longest;

  /** With any number of spaces after the level. */
  private final Pattern loosest;

  /** Of a process that serves no client. */
  private final Pattern server;

  private PostgresPrefix(String prefix) {
    StringBuilder client = new StringBuilder();
    StringBuilder process = new StringBuilder();
    boolean isOfBoth = true;
    int i = 0;
    while (i < prefix.length()) {
      int end = prefix.charAt(i) == '%' ? escapeEnd(prefix, i) : i + 1;
      String part = prefix.substring(i, end);
      isOfBoth &= !part.equals("%q");
      process.append(isOfBoth ? pattern(part, PostgresPrefix::ofServer) : "");
      client.append(pattern(part, this::ofClient));
      i = end;
    }
    String form = client + MESSAGE;
    longest = Pattern.compile(form, Pattern.DOTALL);
    shortest = Pattern.compile(QUANTIFIER.matcher(form).replaceAll("$0?"), Pattern.DOTALL);
    loosest = Pattern.compile(client + LEVEL, Pattern.DOTALL);
    server = Pattern.compile(process + LEVEL, Pattern.DOTALL);
    check();
  }

  /**
   * Reads the value of {@code log_line_prefix}.
   *
   * @throws IllegalArgumentException if it says too little, or is none
   */
  public static PostgresPrefix parse(String prefix) {
    return new PostgresPrefix(prefix);
  }

  /** Returns the prefix that a line has, of the prefixes that need not be given. */
  static @Nullable PostgresPrefix recognize(String line) {
    return KNOWN.stream()
        .filter(each -> each.fits(line) || each.showsNoSession(line))
        .findFirst()
        .orElse(null);
  }

  private static int escapeEnd(String prefix, int from) {
    int end = from + 1;
    while (end < prefix.length()
        && (prefix.charAt(end) == '-' || Character.isDigit(prefix.charAt(end)))) {
      end++;
    }
    return Math.min(end + 1, prefix.length());
  }

  /** Like PostgreSQL, passes over an escape that it does not know. */
  private static String pattern(String part, Function<Escape, String> form) {
    char letter = part.charAt(part.length() - 1);
    if (part.charAt(0) != '%' || part.equals("%%")) {
      return Pattern.quote(String.valueOf(letter));
    }
    Escape escape = Escape.of(letter);
    if (escape == null) {
      return "";
    }
    String value = '(' + form.apply(escape) + ')';
    if (part.length() == 2 || escape.isName()) {
      return value;
    }
    return part.charAt(1) == '-' ? value + PADDING : PADDING + value;
  }

  private String ofClient(Escape escape) {
    if (escapes.contains(escape)) {
      return "?:" + escape.form;
    }
    escapes.add(escape);
    return "?<e" + escape.ordinal() + '>' + escape.form;
  }

  /**
   * A process that serves no client has no names, no address and no activity ({@code MyProcPort} of
   * {@code elog.c}).
   */
  private static String ofServer(Escape escape) {
    return switch (escape) {
      case USER, DATABASE, APPLICATION -> "?:" + PADDING;
      case REMOTE, HOST, ACTIVITY -> "?:";
      case BACKEND -> "?:" + SERVER_TYPE;
      default -> "?:" + escape.form;
    };
  }

  private void check() {
    List<String> missing = new ArrayList<>();
    if (escapes.stream().noneMatch(Escape::isTime)) {
      missing.add("%m");
    }
    REQUIRED.forEach(
        (escape, name) -> {
          if (!escapes.contains(escape)) {
            missing.add(name);
          }
        });
    if (!missing.isEmpty()) {
      missing.sort(null);
      throw new IllegalArgumentException("has no " + String.join(", ", missing));
    }
  }

  /** Returns whether a line has the prefix. */
  boolean fits(CharSequence line) {
    return shortest.matcher(line).lookingAt();
  }

  /**
   * Returns whether a line shows no session. It is of a process that serves no client. Or it is a
   * further part of a message, such as {@code QUERY}, {@code LOCATION} or {@code BACKTRACE}: some
   * translations set less than two spaces there.
   */
  boolean showsNoSession(String line) {
    return !fits(line) && (loosest.matcher(line).lookingAt() || server.matcher(line).lookingAt());
  }

  /** Reads a line; null if it does not have the prefix, or has it in more than one way. */
  @Nullable PostgresLine read(String line) {
    Matcher found = shortest.matcher(line);
    Matcher other = longest.matcher(line);
    if (!found.lookingAt() || !other.lookingAt()) {
      return null;
    }
    int sure = sure(found, other);
    boolean isUserPlaced = escapes.indexOf(Escape.USER) <= sure;
    if (!isUserPlaced || DECISIVE.stream().anyMatch(each -> escapes.indexOf(each) >= sure)) {
      return null;
    }
    String remote = get(found, Escape.REMOTE, sure);
    String host = remote == null ? get(found, Escape.HOST, sure) : remote;
    int port = host == null ? -1 : host.indexOf('(');
    return new PostgresLine(
        time(found),
        known(get(found, Escape.USER)),
        known(get(found, Escape.DATABASE, sure)),
        host == null || port < 0 ? host : host.substring(0, port),
        host == null || port < 0 ? null : host.substring(port + 1, host.length() - 1),
        get(found, Escape.SESSION),
        get(found, Escape.NUMBER),
        get(found, Escape.ACTIVITY),
        get(found, Escape.START, sure),
        get(found, Escape.VIRTUAL_TRANSACTION),
        level(found, other),
        get(found, Escape.STATE),
        line.substring(found.end()),
        false,
        known(get(found, Escape.APPLICATION, sure)),
        get(found, Escape.BACKEND));
  }

  /**
   * Returns how many values, from the first on, have one meaning. Where the shortest and the
   * longest reading agree so far, all readings do. The user's name may be the first value that has
   * several meanings. Then its begin has a single meaning, and only that user can have written the
   * line.
   */
  private int sure(Matcher found, Matcher other) {
    int sure = 0;
    while (sure < escapes.size()
        && Objects.equals(get(found, escapes.get(sure)), get(other, escapes.get(sure)))) {
      sure++;
    }
    return sure;
  }

  /**
   * Returns the level; null where text of a client may be the level. Where both readings end at one
   * place, only the begin of the level is in doubt, as the name of the application may have spaces.
   */
  private static @Nullable String level(Matcher found, Matcher other) {
    return found.end() == other.end() ? other.group("level") : null;
  }

  private @Nullable String time(Matcher found) {
    return escapes.stream()
        .filter(Escape::isTime)
        .findFirst()
        .map(each -> get(found, each))
        .orElse(null);
  }

  /** Returns a value that has one meaning; null if it has several. */
  private @Nullable String get(Matcher found, Escape escape, int sure) {
    return escapes.indexOf(escape) < sure ? get(found, escape) : null;
  }

  private @Nullable String get(Matcher found, Escape escape) {
    String value = escapes.contains(escape) ? found.group("e" + escape.ordinal()) : null;
    return value == null ? null : value.strip(); // A width in the prefix adds spaces.
  }

  private static @Nullable String known(@Nullable String name) {
    return name == null || UNKNOWN.matcher(name).matches() ? null : name;
  }
}
