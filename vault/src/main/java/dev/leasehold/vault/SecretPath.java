package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;

/** A path under {@code /v1/}, as {@code vault read} takes it. */
final class SecretPath {

  private SecretPath() {}

  /** Returns the path without slashes at its ends and without {@code v1/}. */
  static String parse(String text) throws LeaseException {
    String path = text.trim();
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    path = path.startsWith("v1/") ? path.substring("v1/".length()) : path;
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.indexOf('/') < 0 || path.contains("//") || path.contains("..") || !isPlain(path)) {
      throw new LeaseException(
          INVALID,
          "the Vault path \""
              + Complaints.oneLine(path)
              + "\" is not one; write it as vault read takes it, such as database/creds/orders");
    }
    return path;
  }

  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '?' || c == '#' || c == '%') {
        return false;
      }
    }
    return true;
  }
}
