// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every fault of the matrix, by what goes wrong. */
final class Faults {

  static final String VAULT = "Vault";
  static final String ANSWERS = "Answers of Vault";
  static final String LEASES = "Leases";
  static final String NETWORK = "Network";
  static final String POSTGRESQL = "PostgreSQL";
  static final String ROLES = "Roles";
  static final String APPLICATION = "Application";
  static final String PROCESS = "Process";

  private Faults() {}

  static Map<String, List<Fault>> bySubject() {
    Map<String, List<Fault>> faults = new LinkedHashMap<>();
    faults.put(VAULT, blockingRevocation(VaultFaults.all()));
    faults.put(ANSWERS, blockingRevocation(AnswerFaults.all()));
    faults.put(LEASES, LeaseFaults.all());
    faults.put(NETWORK, blockingRevocation(NetworkFaults.all()));
    faults.put(POSTGRESQL, blockingRevocation(PostgresFaults.all()));
    faults.put(ROLES, RoleFaults.all());
    faults.put(APPLICATION, ApplicationFaults.all());
    faults.put(PROCESS, ProcessFaults.all());
    return faults;
  }

  private static List<Fault> blockingRevocation(List<Fault> faults) {
    return faults.stream().map(Fault::blocksRevocation).toList();
  }

  static List<Fault> of(List<String> subjects) {
    Map<String, List<Fault>> all = bySubject();
    return subjects.stream()
        .flatMap(subject -> Objects.requireNonNull(all.get(subject), subject).stream())
        .toList();
  }

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    bySubject().values().forEach(all::addAll);
    return all;
  }
}
