// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses with one beginning, in the form of RFC 4632: {@code 10.4.0.0/16}, {@code fd00::/8}, or
 * one address. A name is no address: nothing is looked up.
 */
public final class AddressBlock {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

  /** PostgreSQL's text in place of an address where a session comes by a Unix socket. */
  private static final String UNIX_SOCKET = "[local]";

  private static final byte[] NO_BYTES = {};

  /** A text that Java takes for an address without asking anybody. */
  private static final Pattern LITERAL =
      Pattern.compile(
          OCTET
              + "(?:\\."
              + OCTET
              + "){3}|[0-9a-fA-F]+:[0-9a-fA-F:.]*|:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] address;
  private final int prefix;

  private AddressBlock(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException with a sentence on the fault of the text
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    byte @Nullable [] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(text + " is no address and no block of addresses");
    }
    int most = address.length * Byte.SIZE;
    String prefix = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > most) {
      throw new IllegalArgumentException(text + ": the prefix is a number from 0 to " + most);
    }
    return new AddressBlock(address, Integer.parseInt(prefix));
  }

  /** Returns whether the text is an address of the block. */
  public boolean holds(String text) {
    byte @Nullable [] other = address(text);
    if (other == null || other.length != address.length) {
      return false;
    }
    int whole = prefix / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (other[i] != address[i]) {
        return false;
      }
    }
    int rest = Byte.SIZE - prefix % Byte.SIZE;
    return rest == Byte.SIZE || (other[whole] & 0xff) >> rest == (address[whole] & 0xff) >> rest;
  }

  /** An IPv4 address that is written as one of IPv6 is an IPv4 address, as everywhere in Java. */
  private static byte @Nullable [] address(String text) {
    if (text.equals(UNIX_SOCKET)) {
      return NO_BYTES;
    }
    if (!LITERAL.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
