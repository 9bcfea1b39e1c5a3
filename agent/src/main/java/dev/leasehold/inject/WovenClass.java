package dev.leasehold.inject;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One class of a driver or pool, and where advice goes into it. */
public final class WovenClass {

  private final String internalName;
  private final List<Site> sites;

  /** Names a class, with slashes, and its sites. */
  public WovenClass(String internalName, Site... sites) {
    this.internalName = internalName;
    this.sites = Collections.unmodifiableList(Arrays.asList(sites));
  }

  String internalName() {
    return internalName;
  }

  List<Site> sites() {
    return sites;
  }
}
