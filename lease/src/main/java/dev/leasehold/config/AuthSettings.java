package dev.leasehold.config;

import org.jspecify.annotations.Nullable;

/** How to log in. */
public final class AuthSettings {

  /** Where the kubelet puts the token of a pod's service account. */
  static final String SERVICE_ACCOUNT_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

  private static final Setting[] BY_METHOD = {
    Setting.AUTH_ROLE, Setting.AUTH_TOKEN_FILE, Setting.AUTH_ROLE_ID, Setting.AUTH_SECRET_ID_FILE
  };

  private final AuthMethod method;
  private final String mount;
  private final @Nullable String role;
  private final @Nullable String tokenFile;
  private final @Nullable String roleId;
  private final @Nullable String secretIdFile;

  AuthSettings(SettingReader reader) {
    this.method = reader.choice(Setting.AUTH_METHOD, AuthMethod.values());
    String given = reader.vaultPath(Setting.AUTH_MOUNT, "auth/");
    this.mount = given == null ? method.methodName() : given;
    this.role = reader.text(Setting.AUTH_ROLE);
    this.roleId = reader.text(Setting.AUTH_ROLE_ID);
    this.secretIdFile = reader.text(Setting.AUTH_SECRET_ID_FILE);
    String file = reader.text(Setting.AUTH_TOKEN_FILE);
    boolean ofPod = method == AuthMethod.KUBERNETES || method == AuthMethod.JWT;
    this.tokenFile = file == null && ofPod ? SERVICE_ACCOUNT_TOKEN : file;
    refuseOtherMethods(reader);
    requireOwn(reader);
  }

  private void refuseOtherMethods(SettingReader reader) {
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

  private void requireOwn(SettingReader reader) {
    switch (method) {
      case KUBERNETES:
        reader.required(Setting.AUTH_ROLE, "not set; write the role to log in to Vault with");
        break;
      case APPROLE:
        reader.required(Setting.AUTH_ROLE_ID, "not set; write the role id to log in with");
        break;
      case TOKEN:
        reader.required(Setting.AUTH_TOKEN_FILE, "not set; name the file that holds the token");
        break;
      default:
        break;
    }
  }

  /** Returns the method. */
  public AuthMethod method() {
    return method;
  }

  /** Returns the mount below {@code auth/}, with no slashes around it. */
  public String mount() {
    return mount;
  }

  /** Returns the role; never null for kubernetes. */
  public @Nullable String role() {
    return role;
  }

  /** Returns the file with the token; null for approle only. */
  public @Nullable String tokenFile() {
    return tokenFile;
  }

  /** Returns the role id; never null for approle. */
  public @Nullable String roleId() {
    return roleId;
  }

  /** Returns the file with the secret id; null where the role wants none. */
  public @Nullable String secretIdFile() {
    return secretIdFile;
  }
}
