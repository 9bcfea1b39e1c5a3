// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.Set;

/**
 * The names of the settings of a pod, beside the agent's settings. As an annotation of the pod
 * template each has the prefix {@link #PREFIX}.
 */
public final class PodSettingNames {

  /** The beginning of the names of annotations. */
  public static final String PREFIX = "leasehold.dev/";

  /** {@code enabled}, {@code disabled}. */
  public static final String INJECT = "inject";

  /** Names of containers, comma-separated. */
  public static final String CONTAINERS = "containers";

  /** The image that brings the agent. */
  public static final String AGENT_IMAGE = "agent-image";

  /** Audience of the service-account token. */
  public static final String AUDIENCE = "audience";

  /** ConfigMap with the certificates of Vault's authority under the key {@code ca.crt}. */
  public static final String CA_CONFIG_MAP = "vault-ca-config-map";

  /** {@code sidecar}, or a value of the agent's setting of that name. */
  public static final String MODE = "mode";

  /** {@code native}, {@code classic}: how the sidecar is started. */
  public static final String SIDECAR = "sidecar";

  /** The group of the pod's volumes where the pod has none: a number, or {@code off}. */
  public static final String FS_GROUP = "fs-group";

  /** {@code init}, {@code image}: how the jar gets into the pod. */
  public static final String AGENT_VOLUME = "agent-volume";

  /** The variable that the JVM's option is written into. */
  public static final String JAVA_OPTIONS_VARIABLE = "java-options-variable";

  /** {@code true}: annotations of Vault's own injector are read, too. */
  public static final String FROM_VAULT = "from-vault-annotations";

  /** The additions; written by inject, read by undo. */
  static final String INJECTED = "injected";

  static final Set<String> OWN =
      Set.of(
          INJECT,
          CONTAINERS,
          AGENT_IMAGE,
          AGENT_VOLUME,
          JAVA_OPTIONS_VARIABLE,
          AUDIENCE,
          CA_CONFIG_MAP,
          SIDECAR,
          FS_GROUP,
          FROM_VAULT,
          INJECTED);

  private PodSettingNames() {}
}
