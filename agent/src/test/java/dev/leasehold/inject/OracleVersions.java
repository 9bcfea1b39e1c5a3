// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.List;

/** Oracle's drivers that tests run with, the oldest first. */
final class OracleVersions {

  private OracleVersions() {}

  static List<String> all() {
    return List.of(
        "ucp-ojdbc8-12.2.0.1",
        "ucp-ojdbc8-19.22.0.0",
        "ojdbc8-19.29.0.0",
        "ucp-ojdbc8-21.19.0.0",
        "ojdbc11-21.24.0.0",
        "ojdbc11-23.26.4.0.0");
  }
}
