package dev.leasehold.it.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every fault of the matrix, by what goes wrong. */
final class Faults {

  private Faults() {}

  static Map<String, List<Fault>> bySubject() {
    Map<String, List<Fault>> faults = new LinkedHashMap<>();
    faults.put("Vault", VaultFaults.all());
    faults.put("Answers of Vault", AnswerFaults.all());
    faults.put("Leases", LeaseFaults.all());
    faults.put("Network", NetworkFaults.all());
    faults.put("PostgreSQL", PostgresFaults.all());
    faults.put("Roles", RoleFaults.all());
    faults.put("Application", ApplicationFaults.all());
    faults.put("Process", ProcessFaults.all());
    return faults;
  }

  /** Returns those that {@code -Dleasehold.fault=PART} of their names asks for; without it all. */
  static List<Fault> chosen() {
    String part = System.getProperty("leasehold.fault", "");
    return all().stream().filter(fault -> fault.name().contains(part)).toList();
  }

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    bySubject().values().forEach(all::addAll);
    return all;
  }
}
