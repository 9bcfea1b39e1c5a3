// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonObject;
import java.io.IOException;
import java.util.regex.Pattern;

/** A server's own words, made fit to be shown: one line, bounded, without anything like a token. */
final class VaultErrors {

  private static final int MAX_LENGTH = 300;
  private static final int MAX_DEPTH = 16;

  /**
   * Characters that move a terminal's cursor or turns text around: control and format characters.
   */
  private static final String CONTROL = "\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}";

  private static final Pattern UNFIT = Pattern.compile("[" + CONTROL + "]");
  private static final Pattern SPACE = Pattern.compile("[\\s" + CONTROL + "]+");

  /** Vault's service, batch and recovery tokens, and JSON Web Tokens. */
  private static final Pattern TOKEN =
      Pattern.compile("\\b(hv[sbr]\\.|eyJ)[A-Za-z0-9_.-]{8,}|\\bs\\.[A-Za-z0-9]{24}\\b");

  private VaultErrors() {}

  /** Returns the complaints of the answer; empty when there are none. */
  static String of(VaultResponse answer, VaultRequest request) {
    StringBuilder all = new StringBuilder();
    for (Object complaint : answer.complaints()) {
      all.append(all.length() == 0 ? "" : "; ").append(complaint);
    }
    JsonObject body = request.body();
    return oneLine(body == null ? all.toString() : body.mask(all.toString()));
  }

  /** Returns a failure that can be shown: itself, or a copy whose messages are fit to be. */
  static Throwable fit(Throwable failure) {
    boolean plain = true;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      plain &= isPlain(String.valueOf(cause.getMessage()));
      for (Throwable other : cause.getSuppressed()) {
        plain &= isPlain(String.valueOf(other.getMessage()));
      }
      cause = cause.getCause();
    }
    return plain && cause == null ? failure : copy(failure, MAX_DEPTH);
  }

  private static Throwable copy(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    IOException copy =
        new IOException(
            oneLine(failure.toString()),
            cause == null || depth == 0 ? null : copy(cause, depth - 1));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  private static boolean isPlain(String text) {
    return isOneLine(text) && !TOKEN.matcher(text).find();
  }

  /** Returns whether a text is without control characters. */
  static boolean isOneLine(String text) {
    return !UNFIT.matcher(text).find();
  }

  /** Returns the text on one line, without control characters or anything like a token. */
  static String oneLine(String text) {
    String line = TOKEN.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("****").trim();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
