// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.vault.ProxyAddress;
import dev.leasehold.vault.RedirectHosts;
import dev.leasehold.vault.VaultAddress;
import dev.leasehold.vault.VaultConnection;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** Reads how Vault or OpenBao is reached. */
final class VaultSettings {

  /** Stands in for an address that is missing or wrong; never published. */
  private static final VaultAddress NOWHERE = VaultAddress.parse("https://invalid");

  private VaultSettings() {}

  static VaultConnection read(SettingReader reader) {
    reader.required(Setting.VAULT_ADDR, "not set; write the address, as in https://vault:8200");
    VaultAddress address = reader.parsed(Setting.VAULT_ADDR, VaultAddress::parse);
    RedirectHosts redirectHosts = reader.parsed(Setting.VAULT_REDIRECT_HOSTS, RedirectHosts::parse);
    return VaultConnection.to(
            address == null ? NOWHERE : address, reader.duration(Setting.VAULT_CLIENT_TIMEOUT))
        .caFile(file(reader, Setting.VAULT_CACERT))
        .caDirectory(file(reader, Setting.VAULT_CAPATH))
        .clientCertificate(
            file(reader, Setting.VAULT_CLIENT_CERT, Setting.VAULT_CLIENT_KEY),
            file(reader, Setting.VAULT_CLIENT_KEY, Setting.VAULT_CLIENT_CERT))
        .redirectHosts(redirectHosts == null ? RedirectHosts.NONE : redirectHosts)
        .namespace(reader.text(Setting.VAULT_NAMESPACE))
        .tlsServerName(reader.text(Setting.VAULT_TLS_SERVER_NAME))
        .proxy(reader.parsed(Setting.VAULT_PROXY_ADDR, ProxyAddress::parse))
        .build();
  }

  private static @Nullable File file(SettingReader reader, Setting setting) {
    String path = reader.text(setting);
    return path == null ? null : new File(path);
  }

  /** The same for a file that is of no use without another. */
  private static @Nullable File file(SettingReader reader, Setting setting, Setting other) {
    if (reader.text(setting) == null && reader.text(other) != null) {
      reader.required(
          setting, "not set, but the other of certificate and key is; set both or neither");
    }
    return file(reader, setting);
  }
}
