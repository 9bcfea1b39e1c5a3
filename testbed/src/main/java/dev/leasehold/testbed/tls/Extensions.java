// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import java.nio.charset.StandardCharsets;

/** The extensions of the certificates here (RFC 5280, 4.2). */
final class Extensions {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int SERVER_AUTH = 1;
  private static final int CLIENT_AUTH = 2;
  private static final byte KEY_CERT_SIGN = 0x04;

  private Extensions() {}

  static byte[] authority() {
    byte[] basicConstraints = Der.sequence(Der.isTrue());
    byte[] keyUsage = Der.bits(new byte[] {KEY_CERT_SIGN}, 2);
    return Der.sequence(critical(19, basicConstraints), critical(15, keyUsage));
  }

  static byte[] server() {
    byte[] names =
        Der.sequence(
            Der.implicit(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.implicit(IP_ADDRESS, LOOPBACK));
    return Der.sequence(plain(17, names), plain(37, purpose(SERVER_AUTH)));
  }

  static byte[] client() {
    return Der.sequence(plain(37, purpose(CLIENT_AUTH)));
  }

  private static byte[] purpose(int number) {
    return Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, number));
  }

  private static byte[] plain(int number, byte[] content) {
    return Der.sequence(Der.oid(2, 5, 29, number), Der.octets(content));
  }

  private static byte[] critical(int number, byte[] content) {
    return Der.sequence(Der.oid(2, 5, 29, number), Der.isTrue(), Der.octets(content));
  }
}
