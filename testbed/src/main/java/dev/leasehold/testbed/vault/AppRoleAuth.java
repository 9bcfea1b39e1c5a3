// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code approle} auth method. */
public final class AppRoleAuth {
  private static final String ROLES = "auth/approle/role/";

  private final VaultApi api;

  private AppRoleAuth(VaultApi api) {
    this.api = api;
  }

  static AppRoleAuth at(VaultApi api) {
    Mounts.auth(api, "approle");
    return new AppRoleAuth(api);
  }

  /** Makes the role, or changes its terms; gives a new pair to log in with. */
  public Pair role(String name, TokenTerms terms) {
    api.write(ROLES + name, terms.asFields());
    String roleId = api.read(ROLES + name + "/role-id").path("data").path("role_id").asText();
    String secretId =
        api.write(ROLES + name + "/secret-id", Map.of()).path("data").path("secret_id").asText();
    return new Pair(roleId, secretId);
  }

  /** Makes a role that wants no secret id, from this machine; gives the role id. */
  public String roleWithoutSecretId(String name, TokenTerms terms) {
    Map<String, Object> fields = new HashMap<>(terms.asFields());
    fields.put("bind_secret_id", false);
    fields.put("token_bound_cidrs", List.of("127.0.0.1/32"));
    api.write(ROLES + name, fields);
    return api.read(ROLES + name + "/role-id").path("data").path("role_id").asText();
  }

  /**
   * The identifiers with which an application logs in.
   *
   * @param secretId a secret; {@link #toString} masks it
   */
  public record Pair(String roleId, String secretId) {
    @Override
    public String toString() {
      return "Pair[" + roleId + ", ***]";
    }
  }
}
