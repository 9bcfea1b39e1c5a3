// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of PostgreSQL's log: {@code 2026-11-28 14:21:25.570 UTC}, in {@code log_timezone}. The zone
 * is an offset or an abbreviation, and one abbreviation is that of several zones: {@code CST} of
 * Chicago, Shanghai and Havana. A session's identifier begins with the second of its start since
 * 1970, so the local time of that start tells the offset. {@code %n} writes seconds since 1970 with
 * three decimals. Not safe for use by many threads.
 */
final class PostgresTime {

  private static final Pattern EPOCH = Pattern.compile("\\d{9,11}\\.\\d{3}");
  private static final DateTimeFormatter ABBREVIATION =
      DateTimeFormatter.ofPattern("z", Locale.ENGLISH);
  private static final int MINUTES = 16;
  private static final int SECONDS = 19;
  private static final int MILLIS = 1000;
  private static final int LEAP_SECOND = 61;

  /** All offsets that are in use are multiples of it, in seconds. */
  private static final int QUARTER = 900;

  /** By abbreviation and day, and by the known start of the session. */
  private final Map<String, Set<ZoneOffset>> offsets = new HashMap<>();

  /** The zone that an abbreviation of several zones has turned out to be in this log. */
  private final Map<String, ZoneOffset> chosen = new HashMap<>();

  private String lastMinute = "";
  private LocalDateTime lastLocal = LocalDateTime.MIN;

  /**
   * A time without its zone.
   *
   * @param seconds since the beginning of the minute
   */
  private record Local(LocalDateTime minute, double seconds, String zone) {

    long millis(ZoneOffset offset) {
      return minute.toEpochSecond(offset) * MILLIS + Math.round(seconds * MILLIS);
    }
  }

  /**
   * Returns milliseconds since 1970; null if the text is no such time, or if its zone may be any of
   * several.
   *
   * @param session when its session began, in the same form; null if that is not known
   * @param second the same in seconds since 1970
   */
  @Nullable Long millis(@Nullable String text, @Nullable String session, @Nullable Long second) {
    if (text != null && text.indexOf(' ') < 0 && EPOCH.matcher(text).matches()) {
      return Long.valueOf(text.replace(".", ""));
    }
    try {
      Local local = local(text);
      ZoneOffset offset = local == null ? null : offset(local, session, second);
      return local == null || offset == null ? null : (Long) local.millis(offset);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Local local(@Nullable String text) {
    int zone = text == null ? -1 : text.indexOf(' ', SECONDS);
    if (text == null || zone < 0) {
      return null;
    }
    String minute = text.substring(0, MINUTES);
    if (!minute.equals(lastMinute)) {
      lastLocal = LocalDateTime.parse(minute.replace(' ', 'T'));
      lastMinute = minute;
    }
    double seconds = Double.parseDouble(text.substring(MINUTES + 1, zone));
    boolean isSecond = seconds >= 0 && seconds <= LEAP_SECOND;
    return isSecond ? new Local(lastLocal, seconds, text.substring(zone + 1)) : null;
  }

  private @Nullable ZoneOffset offset(
      Local local, @Nullable String session, @Nullable Long second) {
    String name = local.zone();
    if (name.equals("UTC") || name.equals("GMT")) {
      return ZoneOffset.UTC;
    }
    if (name.startsWith("+") || name.startsWith("-")) {
      return ZoneOffset.of(name);
    }
    Local start = local(session); // Of an abbreviation alone, as it is read for each line.
    ZoneOffset began = start == null || second == null ? null : began(start, second);
    if (start != null && began != null) {
      return offset(local, start, began);
    }
    String key = name + ' ' + local.minute().toLocalDate();
    return choose(
        local, offsets.computeIfAbsent(key, unknown -> search(local, any -> true)), second);
  }

  /** Returns the offset in the only region that shows the session's start as it is. */
  private @Nullable ZoneOffset offset(Local local, Local start, ZoneOffset began) {
    if (start.zone().equals(local.zone())) {
      return began;
    }
    String key = local.zone() + ' ' + local.minute().toLocalDate() + ' ' + start.zone() + began;
    Set<ZoneOffset> found =
        offsets.computeIfAbsent(
            key, unknown -> search(local, region -> isIn(region, start, began)));
    return found.size() == 1 ? found.iterator().next() : null;
  }

  /** Of several offsets the offset by which a line is not before the start of its session. */
  private @Nullable ZoneOffset choose(Local local, Set<ZoneOffset> all, @Nullable Long second) {
    Set<ZoneOffset> left = new HashSet<>(all);
    if (second != null && all.size() > 1) {
      left.removeIf(each -> local.millis(each) < (second - 1) * MILLIS);
    }
    if (left.size() == 1) {
      chosen.put(local.zone(), left.iterator().next());
    }
    ZoneOffset before = chosen.get(local.zone());
    return before != null && left.contains(before) ? before : null;
  }

  /** Returns the offset by which a session's start is shown; null if the two do not fit. */
  private static @Nullable ZoneOffset began(Local start, long second) {
    long ahead = start.millis(ZoneOffset.UTC) / MILLIS - second;
    boolean isOffset = ahead % QUARTER == 0 && Math.abs(ahead) <= ZoneOffset.MAX.getTotalSeconds();
    return isOffset ? ZoneOffset.ofTotalSeconds((int) ahead) : null;
  }

  /** Returns whether the start of a session is shown in that region as it is. */
  private static boolean isIn(ZoneId region, Local start, ZoneOffset began) {
    ZonedDateTime at = start.minute().atOffset(began).atZoneSameInstant(region);
    return at.getOffset().equals(began) && ABBREVIATION.format(at).equals(start.zone());
  }

  /** Returns the offsets of these regions, where the abbreviation is theirs at that time. */
  private static Set<ZoneOffset> search(Local local, Predicate<ZoneId> isMeant) {
    Set<ZoneOffset> found = new HashSet<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZonedDateTime at = local.minute().atZone(ZoneId.of(id));
      for (ZonedDateTime each :
          List.of(at.withEarlierOffsetAtOverlap(), at.withLaterOffsetAtOverlap())) {
        if (ABBREVIATION.format(each).equals(local.zone()) && isMeant.test(each.getZone())) {
          found.add(each.getOffset());
        }
      }
    }
    return found;
  }
}
