// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is added to a pod, as maps and lists in the order of their keys. */
final class Added {

  /** Name of the volume with the agent, and of the init container that copies it. */
  static final String AGENT = "leasehold-agent";

  /** Name of the volume with the token for Vault and the certificates of its authority. */
  static final String VAULT = "leasehold-vault";

  /** The JVM's option; the folder is that of the agent's volume. */
  static final String OPTION = "-javaagent:/leasehold/leasehold-agent.jar";

  static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
  static final String TOKEN_FILE = "/var/run/secrets/leasehold/token";
  static final String CA_FILE = "/var/run/secrets/leasehold/ca.crt";
  static final String AGENT_PATH = "/leasehold";
  static final String VAULT_PATH = "/var/run/secrets/leasehold";

  /** The user of the agent's image, for pods whose containers run as root otherwise. */
  private static final int IMAGE_USER = 10001;

  /** The shortest that the API server gives a token for; the kubelet renews it in time. */
  private static final int TOKEN_SECONDS = 600;

  private Added() {}

  /** Returns the init container. Its security context passes the {@code restricted} standard. */
  static Map<String, Object> initContainer(String image, boolean runsAsRoot) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("allowPrivilegeEscalation", false);
    context.put("capabilities", Map.of("drop", List.of("ALL")));
    context.put("readOnlyRootFilesystem", true);
    context.put("runAsNonRoot", true);
    if (runsAsRoot) {
      context.put("runAsUser", IMAGE_USER);
    }
    context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
    return mapping(
        "name",
        AGENT,
        "image",
        image,
        "args",
        List.of("copy-agent", AGENT_PATH),
        "securityContext",
        context,
        "resources",
        mapping(
            "requests", mapping("cpu", "50m", "memory", "64Mi"),
            "limits", mapping("cpu", "500m", "memory", "128Mi")),
        "volumeMounts",
        List.of(mapping("name", AGENT, "mountPath", AGENT_PATH)));
  }

  /** Returns the volume that the agent is copied to. */
  static Map<String, Object> agentVolume() {
    return mapping("name", AGENT, "emptyDir", Map.of("sizeLimit", "32Mi"));
  }

  /** Returns the volume with the token, where there is an audience, and with the certificates. */
  static Map<String, Object> vaultVolume(@Nullable String audience, @Nullable String caConfigMap) {
    List<Object> sources = new ArrayList<>();
    if (audience != null) {
      sources.add(
          Map.of(
              "serviceAccountToken",
              mapping("audience", audience, "expirationSeconds", TOKEN_SECONDS, "path", "token")));
    }
    if (caConfigMap != null) {
      sources.add(
          Map.of(
              "configMap",
              mapping(
                  "name",
                  caConfigMap,
                  "items",
                  List.of(mapping("key", "ca.crt", "path", "ca.crt")))));
    }
    return mapping("name", VAULT, "projected", Map.of("sources", sources));
  }

  /** Returns a mount for reading. */
  static Map<String, Object> mount(String name, String path) {
    return mapping("name", name, "mountPath", path, "readOnly", true);
  }

  /** Returns a variable. */
  static Map<String, Object> variable(String name, String value) {
    return mapping("name", name, "value", value);
  }

  private static Map<String, Object> mapping(Object... keysAndValues) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      mapping.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return mapping;
  }
}
