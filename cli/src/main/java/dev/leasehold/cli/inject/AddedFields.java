// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that are added to a pod, as maps and lists in the order of their keys. */
final class AddedFields {

  /** Name of the volume with the agent, and of the init container that copies it. */
  static final String AGENT = "leasehold-agent";

  /** Name of the volume with the token for Vault and the certificates of its authority. */
  static final String VAULT = "leasehold-vault";

  /** Name of the container that keeps the credentials fresh. */
  static final String SIDECAR = "leasehold-sidecar";

  /** Name of the init container that writes the first credential where the sidecar is none. */
  static final String INIT = "leasehold-init";

  /** Name of the volume with the credentials. */
  static final String CREDENTIALS = "leasehold-credentials";

  /** Name of the volume with the files that one run of the sidecar leaves to the next. */
  static final String STATE = "leasehold-state";

  /** All names of containers and volumes that are added to pods. */
  static final List<String> NAMES = List.of(AGENT, VAULT, SIDECAR, INIT, CREDENTIALS, STATE);

  /** The JVM's option; the folder is that of the agent's volume. */
  static final String OPTION = "-javaagent:/leasehold/leasehold-agent.jar";

  static final String TOKEN_FILE = "/var/run/secrets/leasehold/token";
  static final String CA_FILE = "/var/run/secrets/leasehold/ca.crt";
  static final String AGENT_PATH = "/leasehold";

  /** The folder of the agent in Leasehold's image, as the mount of a part of a volume names it. */
  static final String IMAGE_PATH = "opt/leasehold";

  static final String VAULT_PATH = "/var/run/secrets/leasehold";

  /** Where the program could not say why it ended, Kubernetes shows the end of its log. */
  static final String LOG_AT_ERROR = "FallbackToLogsOnError";

  /** The user of the agent's image, for pods whose containers run as root otherwise. */
  static final int IMAGE_USER = 10001;

  /** The shortest that the API server gives a token for; the kubelet renews it in time. */
  private static final int TOKEN_SECONDS = 600;

  private AddedFields() {}

  /** Returns the init container that copies the agent. */
  static Map<String, Object> initContainer(String image, boolean runsAsRoot) {
    return mapping(
        "name",
        AGENT,
        "image",
        image,
        "args",
        List.of("copy-agent", AGENT_PATH),
        "terminationMessagePolicy",
        LOG_AT_ERROR,
        "securityContext",
        securityContext(runsAsRoot ? IMAGE_USER : null),
        "resources",
        resources("128Mi"),
        "volumeMounts",
        List.of(mapping("name", AGENT, "mountPath", AGENT_PATH)));
  }

  /**
   * Returns a security context that passes the {@code restricted} standard.
   *
   * @param user the user to run as; null for that of the pod, of the image or of the namespace
   */
  static Map<String, Object> securityContext(@Nullable Integer user) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("allowPrivilegeEscalation", false);
    context.put("capabilities", Map.of("drop", List.of("ALL")));
    context.put("readOnlyRootFilesystem", true);
    context.put("runAsNonRoot", true);
    if (user != null) {
      context.put("runAsUser", user);
    }
    context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
    return context;
  }

  /** Returns requests and limits of a container. */
  static Map<String, Object> resources(String memoryLimit) {
    return mapping(
        "requests", mapping("cpu", "50m", "memory", "64Mi"),
        "limits", mapping("cpu", "500m", "memory", memoryLimit));
  }

  /** Returns a volume in memory. */
  static Map<String, Object> memoryVolume(String name) {
    return mapping("name", name, "emptyDir", mapping("medium", "Memory", "sizeLimit", "1Mi"));
  }

  /** Returns the volume that the agent is copied to. */
  static Map<String, Object> agentVolume() {
    return mapping("name", AGENT, "emptyDir", Map.of("sizeLimit", "32Mi"));
  }

  /** Returns the volume that is the image of the agent. */
  static Map<String, Object> imageVolume(String image) {
    return mapping(
        "name", AGENT, "image", mapping("reference", image, "pullPolicy", "IfNotPresent"));
  }

  /** Returns the mount of the image's folder with the agent, where a copied agent would be. */
  static Map<String, Object> imageMount() {
    return mapping("name", AGENT, "mountPath", AGENT_PATH, "subPath", IMAGE_PATH, "readOnly", true);
  }

  /** Returns the volume with the token and the certificates, or none where neither is needed. */
  static List<Object> vaultVolume(PodSettings settings, boolean token, boolean certificates) {
    List<Object> sources = new ArrayList<>();
    if (token) {
      String audience = settings.word(PodSettingNames.AUDIENCE);
      sources.add(
          Map.of(
              "serviceAccountToken",
              mapping(
                  "audience",
                  audience == null ? "vault" : audience,
                  "expirationSeconds",
                  TOKEN_SECONDS,
                  "path",
                  "token")));
    }
    if (certificates) {
      String name = String.valueOf(settings.word(PodSettingNames.CA_CONFIG_MAP));
      List<Object> items = List.of(mapping("key", "ca.crt", "path", "ca.crt"));
      sources.add(Map.of("configMap", mapping("name", name, "items", items)));
    }
    return sources.isEmpty()
        ? List.of()
        : List.of(mapping("name", VAULT, "projected", Map.of("sources", sources)));
  }

  /** Returns a mount for reading. */
  static Map<String, Object> mount(String name, String path) {
    return mapping("name", name, "mountPath", path, "readOnly", true);
  }

  /** Returns a variable that has the value as it is. */
  static Map<String, Object> variable(String name, String value) {
    return mapping("name", name, "value", VariableExpansion.escape(value));
  }

  /** Returns a mapping in the order of the keys. */
  static Map<String, Object> mapping(Object... keysAndValues) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return mapping;
  }
}
