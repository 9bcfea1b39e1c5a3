// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 values of a certificate in their distinguished encoding (ITU-T X.690). */
final class Der {
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant FIRST_GENERALIZED = Instant.parse("2050-01-01T00:00:00Z");
  private static final int SHORT_LENGTH = 0x80;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(0x30, concat(parts));
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, concat(parts));
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] isTrue() {
    return value(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] utf8(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] octets(byte[] content) {
    return value(0x04, content);
  }

  static byte[] bits(byte[] content, int unused) {
    return value(0x03, concat(new byte[] {(byte) unused}, content));
  }

  /** UTCTime before the year 2050, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
  static byte[] time(Instant instant) {
    boolean early = instant.isBefore(FIRST_GENERALIZED);
    String text = (early ? UTC_TIME : GENERALIZED_TIME).format(instant);
    return value(early ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(int... arcs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >> shift != 0) {
          out.write(arcs[i] >> shift & 0x7f | 0x80);
        }
      }
      out.write(arcs[i] & 0x7f);
    }
    return value(0x06, out.toByteArray());
  }

  /** A context-specific tag around other values. */
  static byte[] explicit(int tag, byte[] content) {
    return value(0xa0 | tag, content);
  }

  /** A context-specific tag in the place of a primitive value's own. */
  static byte[] implicit(int tag, byte[] content) {
    return value(0x80 | tag, content);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < SHORT_LENGTH) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skipped = length[0] == 0 ? 1 : 0;
      out.write(SHORT_LENGTH | length.length - skipped);
      out.write(length, skipped, length.length - skipped);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
