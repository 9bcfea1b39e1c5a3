// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes in arrays, eight at a time: most bytes of a log are looked at for nothing else. */
final class ByteSearch {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte first;
  private final byte second;
  private final long firsts;
  private final long seconds;

  /** Makes a search for either of two ASCII characters. */
  ByteSearch(char first, char second) {
    this.first = (byte) first;
    this.second = (byte) second;
    this.firsts = ONES * first;
    this.seconds = ONES * second;
  }

  /** Returns where the first of them is, from an index on; the end where there is none. */
  int find(byte[] bytes, int from, int end) {
    int i = from;
    while (i <= end - Long.BYTES) {
      long word = (long) WORDS.get(bytes, i);
      if ((zeros(word ^ firsts) | zeros(word ^ seconds)) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    while (i < end && bytes[i] != first && bytes[i] != second) {
      i++;
    }
    return i;
  }

  /** Returns zero where no byte of a word is zero (Lamport; Warren, Hacker's Delight, 6-1). */
  private static long zeros(long word) {
    return word - ONES & ~word & HIGH_BITS;
  }
}
