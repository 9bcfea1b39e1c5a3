// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every fault of the matrix, by the part that fails. */
final class Faults {

  private Faults() {}

  static Map<String, List<Fault>> bySubject() {
    Map<String, List<Fault>> faults = new LinkedHashMap<>();
    faults.put("Vault", blockingRevocation(VaultFaults.all()));
    faults.put("Answers of Vault", blockingRevocation(AnswerFaults.all()));
    faults.put("Leases", LeaseFaults.all());
    faults.put("Network", blockingRevocation(NetworkFaults.all()));
    faults.put("PostgreSQL", blockingRevocation(PostgresFaults.all()));
    faults.put("Roles", RoleFaults.all());
    faults.put("Application", ApplicationFaults.all());
    faults.put("Process", ProcessFaults.all());
    return faults;
  }

  private static List<Fault> blockingRevocation(List<Fault> faults) {
    return faults.stream().map(Fault::blocksRevocation).toList();
  }

  /**
   * Returns the faults that {@code -Dleasehold.fault=PART} of their names asks for; without it all.
   */
  static List<Fault> chosen() {
    return named(System.getProperty("leasehold.fault", ""));
  }

  /**
   * Returns the faults with a part in their names.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<Fault> named(String part) {
    List<Fault> named = all().stream().filter(fault -> fault.name().contains(part)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "leasehold.fault: no fault of docs/faults.md has '" + part + "' in its name");
    }
    return named;
  }

  /** Returns the chosen faults that are made to a process of its own. */
  static List<Fault> chosenOfOneProcess() {
    return chosen().stream().filter(fault -> fault.alone() != null).toList();
  }

  /** Returns the chosen faults that are made to all processes at once. */
  static List<Fault> chosenOfAllProcesses() {
    return chosen().stream().filter(fault -> fault.alone() == null).toList();
  }

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    bySubject().values().forEach(all::addAll);
    return all;
  }
}
