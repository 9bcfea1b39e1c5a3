// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.VaultAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sidecar and Vault's own agent with one bed: how they are run, and where they write.
 *
 * @param image the sidecar's
 * @param volume takes the files of both
 * @param vaultAgentCommand runs Vault's agent in the foreground
 */
public record SidecarPeers(
    SidecarImage image, MemoryVolume volume, List<String> vaultAgentCommand) {

  /** The sidecar's file. */
  public static final String FILE = "default.properties";

  /** The file of Vault's agent. */
  public static final String AGENT_FILE = "agent";

  private static final String TEMPLATE =
      "{{ with secret \"%s\" }}username={{ .Data.username }}%npassword={{ .Data.password }}{{ end }}"
          .formatted(TestBed.CREDS_PATH);

  /**
   * Makes both ready.
   *
   * @param work takes a script and a configuration
   */
  public static SidecarPeers of(Bed bed, Path work, MemoryVolume volume) throws IOException {
    TestBed servers = bed.servers();
    List<String> vaultAgent =
        VaultAgent.command(
            servers.vault(),
            TestBed.ROLE,
            servers.tokenFile(),
            TEMPLATE,
            volume.path().resolve(AGENT_FILE),
            work);
    return new SidecarPeers(
        SidecarImage.of(bed, work, volume.path(), Map.of()), volume, vaultAgent);
  }

  /** Returns the command that runs the sidecar in this mode. */
  public List<String> sidecar(String mode) {
    return image.command(mode);
  }

  /** Returns the command that runs Vault's agent, with more options. */
  public List<String> vaultAgent(String... more) {
    List<String> words = new ArrayList<>(vaultAgentCommand);
    words.addAll(List.of(more));
    return words;
  }
}
