// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pod that a client of Vault claims to be in {@code X-Correlation-Id}. Leasehold writes it as
 * {@code ID;namespace=N;pod=P;uid=U;node=X}, with {@code host=H} where it knows no pod. Any client
 * can send the header of any pod.
 *
 * @param pod the pod's name, or the host's, which is the pod's name in most pods
 */
record PodClaim(@Nullable String namespace, @Nullable String pod, @Nullable String uid) {

  static final PodClaim NONE = new PodClaim(null, null, null);

  private static final Pattern FIELD =
      Pattern.compile(";(namespace|pod|host|uid)=([a-zA-Z0-9._-]{1,253})(?=;|$)");

  /** Leasehold's header is shorter than 800 characters. A longer header is not Leasehold's. */
  private static final int LONGEST = 800;

  /**
   * Reads the claim of a header.
   *
   * @param header null where the entry has none; Vault before 1.21 hashes it as a rule
   */
  static PodClaim of(@Nullable String header) {
    if (header == null || header.length() > LONGEST) {
      return NONE;
    }
    String namespace = null;
    String pod = null;
    String uid = null;
    Matcher field = FIELD.matcher(header);
    while (field.find()) {
      switch (field.group(1)) {
        case "namespace" -> namespace = field.group(2);
        case "uid" -> uid = field.group(2);
        default -> pod = field.group(2);
      }
    }
    return new PodClaim(namespace, pod, uid);
  }
}
