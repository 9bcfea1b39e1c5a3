// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a history.
 *
 * @param number from zero on
 * @param service its service account, database role and the start of its name
 * @param address its own, among the pods of its time; from there it logs in to Vault
 * @param startedAt milliseconds since 1970, by Vault's clock
 * @param endedAt null if it runs at the end of the history
 * @param isJwt whether its login is verified with its pod's name in the token; of most pods with
 *     the UID, too
 * @param isPlain whether Vault's audit log has usernames in clear
 * @param isStamped whether its sessions are named after pod and lease
 * @param anomaly the anomaly that is planted in it; null for none
 */
record HistoryPod(
    int number,
    String service,
    String address,
    long startedAt,
    @Nullable Long endedAt,
    boolean isJwt,
    boolean isPlain,
    boolean isStamped,
    @Nullable Anomaly anomaly) {

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  /**
   * Returns whether it has an address of each family; it reaches the database by IPv6 then, and
   * Vault by both.
   */
  boolean hasTwoAddresses() {
    return number % 3 == 1;
  }

  /** Returns the address from which it reaches the database. */
  String databaseAddress() {
    return hasTwoAddresses() ? "fd00::" + address.replace('.', ':') : address;
  }

  String namespace() {
    return "ns-" + service;
  }

  /** Returns whether a later pod has the same name; its token does not have the UID then. */
  boolean isOfStatefulSet() {
    return isJwt && number % 8 == 0;
  }

  String name() {
    if (isOfStatefulSet()) {
      return service + "-" + number % History.SUCCESSOR;
    }
    return service + "-7d9c5b8f6-" + letters(new Random(number * 31L + 7), 5) + number;
  }

  String uid() {
    return String.format("%08x-aaaa-4bbb-8ccc-%012x", number, number * 7919L);
  }

  /** Returns whether the template of its roles is another than Vault's. */
  boolean isOfOtherTemplate() {
    return isPlain && anomaly == null && number % 5 == 2;
  }

  String displayName() {
    return isJwt
        ? "jwt-system:serviceaccount:" + namespace() + ":" + service
        : "kubernetes-" + namespace() + "-" + service;
  }

  /** Returns the lease that the pod took as its n-th at a time. */
  HistoryLease lease(int n, long takenAt) {
    Random random = new Random(number * 1_000_003L + n);
    String id = "database/creds/" + service + "/" + letters(random, 24);
    String unique = letters(random, 20);
    String role =
        isOfOtherTemplate()
            ? service + "_" + unique
            : "v-" + cut(displayName()) + "-" + cut(service) + "-" + unique + "-" + takenAt / 1000;
    return new HistoryLease(this, id, role, takenAt);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(8, text.length()));
  }

  static String letters(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
