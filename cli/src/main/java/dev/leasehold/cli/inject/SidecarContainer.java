// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The container that keeps credentials fresh, in its forms. */
final class SidecarContainer {

  private static final String STATE_PATH = "/run/leasehold-state";

  /** Of two JVMs at a time: the sidecar and the healthcheck of its startup probe. */
  private static final String MEMORY_LIMIT = "192Mi";

  /** The image's own program, which has no name that both of its layouts share. */
  private static final List<String> HEALTHCHECK =
      List.of("java", "@/opt/leasehold/arguments", "healthcheck");

  private final PodSettings settings;
  private final String volume;
  private final String state;
  private final @Nullable Integer user;
  private final boolean token;
  private final boolean certificates;

  /**
   * Makes the container.
   *
   * @param volume the directory of the credentials
   * @param user the user to run as, or null
   */
  SidecarContainer(
      PodSettings settings,
      String volume,
      @Nullable Integer user,
      boolean token,
      boolean certificates) {
    this.settings = settings;
    this.volume = volume;
    String path = settings.word(Setting.STATE.key());
    this.state = path == null ? STATE_PATH : path;
    this.user = user;
    this.token = token;
    this.certificates = certificates;
  }

  /** Returns whether the state is on a volume of its own, which the application does not mount. */
  boolean hasStateVolume() {
    return !state.equals(volume);
  }

  /** Returns the init container that stays: it ends after all others, and a Job completes. */
  Map<String, Object> nativeForm() {
    Map<String, Object> container = container(AddedFields.SIDECAR, "run");
    container.put("restartPolicy", "Always");
    container.put(
        "startupProbe",
        AddedFields.mapping(
            "exec",
            Map.of("command", HEALTHCHECK),
            "periodSeconds",
            1,
            "timeoutSeconds",
            5,
            "failureThreshold",
            60));
    return container;
  }

  /** Returns the container that runs beside the application's. */
  Map<String, Object> classic() {
    return container(AddedFields.SIDECAR, "run");
  }

  /** Returns the init container that writes the first credential for {@link #classic()}. */
  Map<String, Object> first() {
    return container(AddedFields.INIT, "init");
  }

  private Map<String, Object> container(String name, String mode) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    container.put("image", String.valueOf(settings.word(PodSettingNames.AGENT_IMAGE)));
    container.put("args", List.of(mode));
    container.put("env", variables());
    container.put("terminationMessagePolicy", AddedFields.LOG_AT_ERROR);
    container.put("securityContext", AddedFields.securityContext(user));
    container.put("resources", AddedFields.resources(MEMORY_LIMIT));
    container.put("volumeMounts", mounts());
    return container;
  }

  private List<Object> variables() {
    Map<String, String> values = settings.variables(GivenVariables.NONE);
    values.putIfAbsent(Setting.STATE.environmentName(), state);
    if (token) {
      values.put(Setting.AUTH_TOKEN_FILE.environmentName(), AddedFields.TOKEN_FILE);
    }
    if (certificates) {
      values.put(PodSettings.variable(Setting.VAULT_CACERT), AddedFields.CA_FILE);
    }
    List<Object> variables = new ArrayList<>();
    values.forEach((name, value) -> variables.add(AddedFields.variable(name, value)));
    variables.addAll(PodIdentity.all());
    return variables;
  }

  private List<Object> mounts() {
    List<Object> mounts = new ArrayList<>();
    mounts.add(AddedFields.mapping("name", AddedFields.CREDENTIALS, "mountPath", volume));
    if (hasStateVolume()) {
      mounts.add(AddedFields.mapping("name", AddedFields.STATE, "mountPath", state));
    }
    if (token || certificates) {
      mounts.add(AddedFields.mount(AddedFields.VAULT, AddedFields.VAULT_PATH));
    }
    return mounts;
  }
}
