// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rules for the annotations of Vault's injector that are not about a single secret. */
final class VaultAnnotationRules {

  /** Annotations that are settings of Leasehold's under other names. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "role", Setting.AUTH_ROLE.key(),
          "service", Setting.VAULT_ADDR.key(),
          "namespace", Setting.VAULT_NAMESPACE.key(),
          "proxy-address", Setting.VAULT_PROXY_ADDR.key(),
          "tls-server-name", Setting.VAULT_TLS_SERVER_NAME.key(),
          "client-timeout", Setting.VAULT_CLIENT_TIMEOUT.key(),
          "auth-type", Setting.AUTH_METHOD.key(),
          "auth-path", Setting.AUTH_MOUNT.key(),
          "log-level", Setting.LOG_LEVEL.key());

  private static final List<String> METHODS = List.of("kubernetes", "jwt", "approle");

  private static final Map<String, UnaryOperator<String>> VALUES =
      Map.of(
          "auth-path", value -> value.replaceFirst("^/?auth/", ""),
          "client-timeout", value -> value.matches("[0-9]+") ? value + "s" : value,
          "log-level",
              value ->
                  switch (value.toLowerCase(Locale.ROOT)) {
                    case "trace" -> "debug";
                    case "err" -> "error";
                    default -> value.toLowerCase(Locale.ROOT);
                  });

  private static final String BY_CONFIG_MAP =
      "put the certificates of Vault's authority into a ConfigMap, and give --vault-ca-config-map";

  /** Annotations without a counterpart that may matter, and the fix; null where all is well. */
  private static final Map<String, BiFunction<String, Predicate<String>, @Nullable String>>
      REFUSED =
          Map.of(
              "auth-type",
              (value, given) ->
                  METHODS.contains(value)
                      ? null
                      : "Leasehold logs in by one of " + String.join(", ", METHODS),
              "agent-configmap",
              (value, given) ->
                  "write the options of ConfigMap " + value + " as annotations leasehold.dev/...",
              "agent-cache-enable",
              (value, given) ->
                  isTrue(value)
                      ? "Leasehold is no proxy of Vault; let the program ask Vault"
                      : null,
              "tls-skip-verify",
              (value, given) -> isTrue(value) ? "Vault is always verified: " + BY_CONFIG_MAP : null,
              "tls-secret",
              (value, given) -> given.test(PodSettingNames.CA_CONFIG_MAP) ? null : BY_CONFIG_MAP,
              "ca-cert",
              (value, given) -> given.test(PodSettingNames.CA_CONFIG_MAP) ? null : BY_CONFIG_MAP,
              "client-cert",
              (value, given) -> clientFile(Setting.VAULT_CLIENT_CERT, given),
              "client-key",
              (value, given) -> clientFile(Setting.VAULT_CLIENT_KEY, given));

  private static @Nullable String clientFile(Setting setting, Predicate<String> given) {
    return given.test(setting.key())
        ? null
        : "mount the file, and annotate " + PodSettingNames.PREFIX + setting.key();
  }

  private VaultAnnotationRules() {}

  /** Returns Leasehold's word for the annotation; null where it has none. */
  static @Nullable String word(String annotation) {
    return RENAMED.get(annotation);
  }

  /** Returns the annotation's value as that of the word. */
  static String value(String annotation, String value) {
    UnaryOperator<String> change = VALUES.get(annotation);
    return change == null ? value : change.apply(value);
  }

  /** Returns whether the annotation has a word, or may be a finding. */
  static boolean isKnown(String annotation) {
    return RENAMED.containsKey(annotation) || REFUSED.containsKey(annotation);
  }

  /** Returns the fix for an annotation that cannot be translated; null where all is well. */
  static @Nullable String instead(String annotation, String value, Predicate<String> isGiven) {
    BiFunction<String, Predicate<String>, @Nullable String> rule = REFUSED.get(annotation);
    return rule == null ? null : rule.apply(value, isGiven);
  }

  /** Returns whether Go's {@code strconv.ParseBool}, by which the injector reads it, says true. */
  static boolean isTrue(@Nullable String value) {
    return value != null && List.of("1", "t", "T", "TRUE", "true", "True").contains(value);
  }
}
