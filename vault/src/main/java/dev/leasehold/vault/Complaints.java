package dev.leasehold.vault;

import java.util.regex.Pattern;

/** Vault's own words, made fit to be shown: one line, bounded, without anything like a token. */
final class Complaints {

  private static final int MAX_LENGTH = 300;
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

  /** Vault's service, batch and recovery tokens, and JSON Web Tokens. */
  private static final Pattern TOKEN =
      Pattern.compile("\\b(hv[sbr]\\.|eyJ)[A-Za-z0-9_.-]{8,}|\\bs\\.[A-Za-z0-9]{24}\\b");

  private Complaints() {}

  /** Returns what the answer complains of, empty when of nothing. */
  static String of(Answer answer, VaultRequest request) {
    StringBuilder all = new StringBuilder();
    for (Object complaint : answer.complaints()) {
      all.append(all.length() == 0 ? "" : "; ").append(complaint);
    }
    JsonObject body = request.body();
    return oneLine(body == null ? all.toString() : body.mask(all.toString()));
  }

  static String oneLine(String text) {
    String line = TOKEN.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("****").trim();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
