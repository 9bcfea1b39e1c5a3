// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The head of a request, read within a bound of its size. Immutable. */
final class HttpRequest {

  /** More than a scraper or a kubelet sends, headers of a mesh included. */
  static final int MOST_BYTES = 8_192;

  private final String method;
  private final String path;
  private final Map<String, String> headers;

  private HttpRequest(String method, String path, Map<String, String> headers) {
    this.method = method;
    this.path = path;
    this.headers = headers;
  }

  /**
   * Reads the head of a request, and nothing after it.
   *
   * @throws BadRequestException when this is no request, or is too large
   */
  static HttpRequest read(InputStream in) throws IOException, BadRequestException {
    String[] lines = head(in).split("\r?\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
      throw new BadRequestException(400, "Bad Request");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new BadRequestException(400, "Bad Request");
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).trim();
      String before = headers.get(name);
      headers.put(name, before == null ? value : before + "," + value);
    }
    int query = words[1].indexOf('?');
    String path = query < 0 ? words[1] : words[1].substring(0, query);
    return new HttpRequest(words[0], path, headers);
  }

  /** Ends at the first byte that no head has: a client that speaks TLS sends no empty line. */
  private static String head(InputStream in) throws IOException, BadRequestException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    boolean lineIsEmpty = true;
    for (int next = in.read(); ; next = in.read()) {
      if (next < 0 || (next < ' ' && next != '\r' && next != '\n' && next != '\t')) {
        throw new BadRequestException(400, "Bad Request");
      }
      if (next == '\n' && lineIsEmpty) {
        return new String(head.toByteArray(), StandardCharsets.ISO_8859_1).trim();
      }
      lineIsEmpty = next == '\n' || (next == '\r' && lineIsEmpty);
      head.write(next);
      if (head.size() > MOST_BYTES) {
        throw new BadRequestException(431, "Request Header Fields Too Large");
      }
    }
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** Returns a header's values, with commas between them; empty when it is not there. */
  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }
}
