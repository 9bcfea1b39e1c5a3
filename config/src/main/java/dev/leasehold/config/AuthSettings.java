// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.vault.VaultLogin;
import dev.leasehold.vault.VaultPath;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** Reads how the process logs in to Vault or OpenBao. */
final class AuthSettings {

  /** The file to which the kubelet writes the token of a pod's service account. */
  static final String SERVICE_ACCOUNT_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

  private static final Setting[] BY_METHOD = {
    Setting.AUTH_ROLE, Setting.AUTH_TOKEN_FILE, Setting.AUTH_ROLE_ID, Setting.AUTH_SECRET_ID_FILE
  };

  private AuthSettings() {}

  static VaultLogin read(SettingReader reader) {
    AuthMethod method = reader.optionalChoice(Setting.AUTH_METHOD, AuthMethod.values());
    VaultPath given = reader.parsed(Setting.AUTH_MOUNT, VaultPath::ofAuthMount);
    return method == null ? ofUnknownMethod(reader) : ofMethod(method, given, reader);
  }

  /** The settings that an unknown method needs, and ignores, are unknown, too. Never published. */
  private static VaultLogin ofUnknownMethod(SettingReader reader) {
    for (Setting setting : BY_METHOD) {
      reader.text(setting);
    }
    return VaultLogin.token(new File(SERVICE_ACCOUNT_TOKEN));
  }

  private static VaultLogin ofMethod(
      AuthMethod method, @Nullable VaultPath given, SettingReader reader) {
    VaultPath mount = given == null ? VaultPath.ofAuthMount(method.methodName()) : given;
    refuseOtherMethods(method, reader);
    switch (method) {
      case KUBERNETES:
        String role = reader.required(Setting.AUTH_ROLE, "not set; write the role to log in with");
        return VaultLogin.kubernetes(mount, role, tokenOfPod(reader));
      case JWT:
        return VaultLogin.jwt(mount, orEmpty(reader.text(Setting.AUTH_ROLE)), tokenOfPod(reader));
      case APPROLE:
        String id =
            reader.required(Setting.AUTH_ROLE_ID, "not set; write the role id to log in with");
        String secretId = reader.text(Setting.AUTH_SECRET_ID_FILE);
        return VaultLogin.approle(mount, id, secretId == null ? null : new File(secretId));
      default:
        String why = "not set; name the file that holds the token";
        return VaultLogin.token(new File(reader.required(Setting.AUTH_TOKEN_FILE, why)));
    }
  }

  private static void refuseOtherMethods(AuthMethod method, SettingReader reader) {
    for (Setting setting : BY_METHOD) {
      if (reader.given(setting) != null && !method.reads(setting)) {
        reader.problem(
            setting,
            "not used by auth method "
                + method.methodName()
                + "; remove it or set leasehold.auth.method");
      }
    }
  }

  private static File tokenOfPod(SettingReader reader) {
    String file = reader.text(Setting.AUTH_TOKEN_FILE);
    return new File(file == null ? SERVICE_ACCOUNT_TOKEN : file);
  }

  /** An empty role is the mount's default role. */
  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
