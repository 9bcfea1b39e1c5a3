package dev.leasehold.it.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every fault of the matrix, by what goes wrong. */
final class Faults {

  /** Not always survived, so in the long form and by name only. */
  private static final String OUT_OF_HEAP = "out of heap";

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

  /**
   * Returns those that {@code -Dleasehold.fault=PART} of their names asks for; without it all but
   * one in the short form.
   */
  static List<Fault> chosen() {
    String part = System.getProperty("leasehold.fault", "");
    boolean whole = !part.isEmpty() || "all".equals(System.getProperty("leasehold.faults"));
    return all().stream()
        .filter(fault -> fault.name().contains(part))
        .filter(fault -> whole || !fault.name().equals(OUT_OF_HEAP))
        .toList();
  }

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    bySubject().values().forEach(all::addAll);
    return all;
  }
}
