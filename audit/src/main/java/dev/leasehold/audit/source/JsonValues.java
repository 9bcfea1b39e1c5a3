// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds some values of a JSON object, whose bytes come in pieces. All other text is passed over,
 * however long, deep or strange it is. An entry of a log holds names that clients choose, and no
 * name may cost more than its bytes. A value is kept up to {@link #LONGEST} bytes.
 */
final class JsonValues {

  /** How much of a value is kept, in bytes. */
  static final int LONGEST = 1 << 13;

  /** Levels at which a value may be looked for. */
  private static final int LEVELS = 8;

  private static final Name[] NONE = {};

  private static final ByteSearch TEXT_END = new ByteSearch('"', '\\');

  /**
   * The name of a field. The field is a value with a place in the result, an array whose first
   * element is such a value, or an object of fields.
   */
  static final class Name {
    private final byte[] name;
    private final int place;
    private final @Nullable Name element;
    private final Name[] fields;

    private Name(String name, int place, @Nullable Name element, Name... fields) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
      this.place = place;
      this.element = element;
      this.fields = fields;
    }

    static Name of(String name, Enum<?> place) {
      return new Name(name, place.ordinal(), null);
    }

    /** Names an array, of which the first element is kept. */
    static Name firstOf(String name, Enum<?> place) {
      return new Name(name, -1, of(name, place));
    }

    static Name of(String name, Name... fields) {
      return new Name(name, -1, null, fields);
    }
  }

  /** The place in the text, by which the next token is known. */
  private enum JsonState {
    START,
    KEY_OR_END,
    KEY,
    COLON,
    VALUE,
    VALUE_OR_END,
    TEXT,
    SCALAR,
    AFTER,
    DONE,
    BROKEN
  }

  private final Name[] root;
  private final @Nullable String[] values;
  private final byte[] text = new byte[LONGEST];
  private final BitSet objects = new BitSet();
  private final Name[][] levels = new Name[LEVELS][];
  private JsonState state = JsonState.START;
  private @Nullable Name field;
  private int depth;
  private int size;
  private boolean isKey;
  private boolean isKept;
  private boolean isEscaped;
  private boolean hasEscapes;

  /**
   * Looks for the values of fields.
   *
   * @param places how many values there are at most
   */
  JsonValues(int places, Name... root) {
    this.root = root;
    this.values = new String[places];
  }

  /** Takes the next bytes of the object. */
  void add(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end && state != JsonState.BROKEN) {
      if (state == JsonState.TEXT) {
        i = text(bytes, i, end);
      } else {
        step(bytes[i]);
        i++;
      }
    }
  }

  /** Returns whether all bytes since the last end were one object; the next object begins here. */
  boolean end() {
    boolean isWhole = state == JsonState.DONE;
    state = JsonState.START;
    depth = 0;
    isEscaped = false;
    return isWhole;
  }

  /** Returns a string, number or boolean of the last object; null for null and for all others. */
  @Nullable String get(Enum<?> place) {
    return values[place.ordinal()];
  }

  private int text(byte[] bytes, int from, int end) {
    int i = from;
    if (isEscaped) {
      isEscaped = false;
      i++;
    }
    i = TEXT_END.find(bytes, i, end);
    keep(bytes, from, i - from);
    if (i == end) {
      return end;
    }
    if (bytes[i] == '\\') {
      keep(bytes, i, 1);
      hasEscapes = true;
      isEscaped = true;
    } else {
      endText();
    }
    return i + 1;
  }

  private void keep(byte[] bytes, int from, int length) {
    if (isKept) {
      int kept = Math.min(length, LONGEST - size);
      System.arraycopy(bytes, from, text, size, kept);
      size += kept;
    }
  }

  private void keep(byte b) {
    if (isKept && size < LONGEST) {
      text[size] = b;
      size++;
    }
  }

  private void endText() {
    if (isKey) {
      field = isKept ? find() : null;
      state = JsonState.COLON;
    } else {
      keepValue();
      state = JsonState.AFTER;
    }
  }

  /** A program that writes logs escapes no letter of a name. */
  private @Nullable Name find() {
    for (Name each : levels[depth]) {
      if (Arrays.equals(each.name, 0, each.name.length, text, 0, size)) {
        return each;
      }
    }
    return null;
  }

  private void keepValue() {
    if (isKept && field != null) {
      String value = new String(text, 0, size, StandardCharsets.UTF_8);
      values[field.place] = hasEscapes ? JsonEscapes.resolve(value) : value;
    }
  }

  private void step(byte b) {
    if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
      if (state == JsonState.SCALAR) {
        endScalar();
      }
      return;
    }
    switch (state) {
      case START -> {
        Arrays.fill(values, null);
        expect(b == '{');
        open(true);
      }
      case KEY_OR_END, KEY -> key(b);
      case COLON -> {
        expect(b == ':');
        state = state == JsonState.BROKEN ? state : JsonState.VALUE;
      }
      case VALUE, VALUE_OR_END -> value(b);
      case SCALAR -> scalar(b);
      case AFTER -> after(b);
      default -> state = JsonState.BROKEN;
    }
  }

  private void expect(boolean isAsExpected) {
    if (!isAsExpected) {
      state = JsonState.BROKEN;
    }
  }

  private void key(byte b) {
    if (b == '"') {
      isKey = true;
      begin(depth < LEVELS && levels[depth].length > 0);
    } else {
      expect(b == '}' && state == JsonState.KEY_OR_END);
      close(true);
    }
  }

  private void begin(boolean keeps) {
    state = JsonState.TEXT;
    isKept = keeps;
    hasEscapes = false;
    size = 0;
  }

  private void value(byte b) {
    isKey = false;
    boolean isWanted = field != null && field.place >= 0;
    if (b == '"') {
      begin(isWanted);
    } else if (b == '{' || b == '[') {
      open(b == '{');
    } else if (b == ']' && state == JsonState.VALUE_OR_END) {
      close(false);
    } else {
      expect(isOfScalar(b));
      if (state != JsonState.BROKEN) {
        begin(isWanted);
        state = JsonState.SCALAR;
        scalar(b);
      }
    }
  }

  private static boolean isOfScalar(byte b) {
    return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '.' || isRare(b);
  }

  private static boolean isRare(byte b) {
    return b == '+' || b == 'E';
  }

  private void scalar(byte b) {
    if (b == ',' || b == '}' || b == ']') {
      endScalar();
      after(b);
    } else if (isOfScalar(b)) {
      keep(b);
    } else {
      state = JsonState.BROKEN;
    }
  }

  private void endScalar() {
    if (size != "null".length() || text[0] != 'n') {
      keepValue();
    }
    state = JsonState.AFTER;
  }

  private void after(byte b) {
    if (b == ',') {
      field = null;
      state = objects.get(depth) ? JsonState.KEY : JsonState.VALUE;
    } else {
      expect(b == '}' || b == ']');
      close(b == '}');
    }
  }

  private void open(boolean isObject) {
    if (state == JsonState.BROKEN) {
      return;
    }
    Name[] fields = depth == 0 ? root : field == null || !isObject ? NONE : field.fields;
    Name element = field == null || isObject ? null : field.element;
    depth++;
    objects.set(depth, isObject);
    if (depth < LEVELS) {
      levels[depth] = fields;
    }
    field = element;
    state = isObject ? JsonState.KEY_OR_END : JsonState.VALUE_OR_END;
  }

  private void close(boolean isObject) {
    if (state == JsonState.BROKEN || objects.get(depth) != isObject) {
      state = JsonState.BROKEN;
      return;
    }
    depth--;
    field = null;
    state = depth == 0 ? JsonState.DONE : JsonState.AFTER;
  }
}
