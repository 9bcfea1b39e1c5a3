// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.inject.InjectOptions;
import dev.leasehold.cli.inject.PodSettingNames;
import dev.leasehold.cli.inject.TemplatePath;
import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose the additions to pods, and the pods. */
final class InjectArguments {

  @Option(
      names = "--agent-image",
      paramLabel = "IMAGE",
      description = "Leasehold's image, which has the agent and the sidecar.")
  private @Nullable String agentImage;

  @Option(
      names = "--agent-volume",
      paramLabel = "KIND",
      description =
          "init: an init container copies the jar; image: an image volume brings it (Kubernetes"
              + " 1.35, or 1.33 with the feature gate ImageVolume). init unless given.")
  private @Nullable String agentVolume;

  @Option(
      names = "--java-options-variable",
      paramLabel = "NAME",
      description =
          "JAVA_TOOL_OPTIONS, or JDK_JAVA_OPTIONS, which the program java of Java 9 or later alone"
              + " reads. JAVA_TOOL_OPTIONS unless given.")
  private @Nullable String javaOptionsVariable;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "sidecar, for containers without a JVM; or a mode of the agent: inject, observe, off.")
  private @Nullable String mode;

  @Option(
      names = "--sidecar",
      paramLabel = "FORM",
      description = "native (Kubernetes 1.29 or later) or classic; native unless given.")
  private @Nullable String sidecar;

  @Option(
      names = "--fs-group",
      paramLabel = "GROUP",
      description =
          "Group that may read the sidecar's file, where the pod has none: a number, or off.")
  private @Nullable String fsGroup;

  @Option(names = "--vault-addr", paramLabel = "URL", description = "Address of Vault.")
  private @Nullable String vaultAddress;

  @Option(
      names = "--vault-ca-config-map",
      paramLabel = "NAME",
      description = "ConfigMap with the certificates of Vault's authority under ca.crt.")
  private @Nullable String caConfigMap;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      description = "Audience of the token for Vault; vault unless given.")
  private @Nullable String audience;

  @Option(
      names = "--creds",
      paramLabel = "PATH",
      description = "Path of the credentials in Vault. Without it, pods that name none are left.")
  private @Nullable String creds;

  @Option(names = "--role", paramLabel = "ROLE", description = "Role to log in to Vault with.")
  private @Nullable String role;

  @Option(
      names = "--url",
      paramLabel = "JDBC-URL",
      description = "Connections that get the credential, by where they lead.")
  private @Nullable String url;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Any setting of docs/settings.md, such as margin=10s.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description =
          "Container to inject, also an init container. Unless given, all but init containers.")
  private List<String> containers = new ArrayList<>();

  @Option(
      names = "--from-vault-annotations",
      description =
          "Follows the annotations of Vault's injector (vault.hashicorp.com), and turns that"
              + " injector off for the pod.")
  private boolean fromVault;

  @Option(
      names = "--template-path",
      paramLabel = "KIND=PATH",
      converter = PathConverter.class,
      description = "Pod template of a further kind, as in group/Kind=spec.template.")
  private List<TemplatePath> paths = new ArrayList<>();

  InjectOptions options() {
    Map<String, String> words = new HashMap<>();
    settings.forEach((name, value) -> words.put(name.replaceFirst("^leasehold\\.", ""), value));
    put(words, PodSettingNames.AGENT_IMAGE, agentImage);
    put(words, PodSettingNames.AGENT_VOLUME, agentVolume);
    put(words, PodSettingNames.JAVA_OPTIONS_VARIABLE, javaOptionsVariable);
    put(words, PodSettingNames.FROM_VAULT, fromVault ? "true" : null);
    put(words, PodSettingNames.MODE, mode);
    put(words, PodSettingNames.SIDECAR, sidecar);
    put(words, PodSettingNames.FS_GROUP, fsGroup);
    put(words, PodSettingNames.CA_CONFIG_MAP, caConfigMap);
    put(words, PodSettingNames.AUDIENCE, audience);
    put(words, Setting.VAULT_ADDR.key(), vaultAddress);
    put(words, Setting.CREDS.key(), creds);
    put(words, Setting.AUTH_ROLE.key(), role);
    put(words, Setting.URL.key(), url);
    return new InjectOptions(words, Set.copyOf(containers), paths);
  }

  private static void put(Map<String, String> words, String name, @Nullable String value) {
    if (value != null) {
      words.put(name, value);
    }
  }

  /** Reads a template path. */
  static final class PathConverter implements ITypeConverter<TemplatePath> {
    @Override
    public TemplatePath convert(String text) {
      try {
        return TemplatePath.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
