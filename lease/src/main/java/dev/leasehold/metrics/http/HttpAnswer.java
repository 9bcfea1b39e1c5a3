// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** An answer, ready to be sent. Immutable. */
final class HttpAnswer {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final String statusLine;
  private final String contentType;
  private final byte[] body;
  private final String more;

  private HttpAnswer(String statusLine, String contentType, byte[] body, String more) {
    this.statusLine = statusLine;
    this.contentType = contentType;
    this.body = body;
    this.more = more;
  }

  static HttpAnswer of(int status, String phrase, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(status + " " + phrase, contentType, bytes, "");
  }

  static HttpAnswer text(int status, String phrase, String body) {
    return of(status, phrase, TEXT, body);
  }

  /** Returns an answer whose body is its phrase. */
  static HttpAnswer plain(int status, String phrase) {
    return text(status, phrase, phrase + "\n");
  }

  HttpAnswer withHeader(String header) {
    return new HttpAnswer(statusLine, contentType, body, more + header + "\r\n");
  }

  HttpAnswer zipped() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(body);
    }
    String headers = more + "Content-Encoding: gzip\r\n";
    return new HttpAnswer(statusLine, contentType, zipped.toByteArray(), headers);
  }

  /** Returns the bytes for the client; to a HEAD all but the body. */
  byte[] bytes(boolean withBody) {
    String head =
        "HTTP/1.1 "
            + statusLine
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + body.length
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + more
            + "Connection: close\r\n\r\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
    bytes.write(first, 0, first.length);
    bytes.write(body, 0, withBody ? body.length : 0);
    return bytes.toByteArray();
  }
}
