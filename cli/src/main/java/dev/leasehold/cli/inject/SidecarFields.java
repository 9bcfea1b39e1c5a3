// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import dev.leasehold.config.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the pod that the sidecar needs. They are the group that may read the file, and one
 * process namespace where a signal is asked for. For one thread.
 */
final class SidecarFields {

  /** Settings that name a file, which the sidecar looks for in its own container. */
  private static final List<Setting> FILES =
      List.of(
          Setting.CONFIG,
          Setting.VAULT_CACERT,
          Setting.VAULT_CAPATH,
          Setting.VAULT_CLIENT_CERT,
          Setting.VAULT_CLIENT_KEY,
          Setting.AUTH_TOKEN_FILE,
          Setting.AUTH_SECRET_ID_FILE);

  private final PodTemplate pod;
  private final PodEdits edits;
  private final PodSettings settings;
  private final List<PodTemplate.Container> chosen;
  private final Map<PodField, Object> added = new LinkedHashMap<>();

  SidecarFields(
      PodTemplate pod, PodEdits edits, PodSettings settings, List<PodTemplate.Container> chosen) {
    this.pod = pod;
    this.edits = edits;
    this.settings = settings;
    this.chosen = chosen;
  }

  /** Looks at the present fields, and warns of facts that a reader should know. */
  void check(WarningConsumer warnings) throws InjectionException {
    for (Setting file : FILES) {
      if (settings.word(file.key()) != null) {
        warnings.accept(
            file.propertyName()
                + " names a file in the sidecar's container; inject mounts none there, so the image"
                + " has to have it",
            pod.annotation(file.key()));
      }
    }
    Integer group = group();
    if (group != null && !PodField.FS_GROUP.isIn(pod.spec())) {
      added.put(PodField.FS_GROUP, group);
      Set<String> volumes = OwnersFiles.in(pod.spec());
      if (!volumes.isEmpty()) {
        warnings.accept(
            "fsGroup is added, so that the group may read files of "
                + String.join(", ", volumes)
                + " that were for their owner alone (mode 0400). Where a program refuses such a"
                + " file, as ssh does with keys, use --fs-group=off",
            pod.spec().get("volumes"));
      }
    }
    if (settings.signals()) {
      checkSignal();
    }
    if (isForOneUser()) {
      checkUsers(warnings);
    }
    for (PodField field : added.keySet()) {
      prepare(field);
    }
  }

  private @Nullable Integer group() throws InjectionException {
    String word = settings.word(PodSettingNames.FS_GROUP);
    if (word == null) {
      return AddedFields.IMAGE_USER;
    }
    if (word.equals("off")) {
      return null;
    }
    if (!word.matches("[1-9][0-9]{0,8}")) {
      throw new InjectionException(
          "annotation or option "
              + PodSettingNames.FS_GROUP
              + " is neither a number of a group nor off",
          pod.annotation(PodSettingNames.FS_GROUP));
    }
    return Integer.valueOf(word);
  }

  private void checkSignal() throws InjectionException {
    if ("true".equals(pod.spec().text("hostPID"))) {
      throw new InjectionException(
          "has hostPID: true, with which the processes of a pod cannot be shared: use"
              + " leasehold.reload.url in place of leasehold.signal",
          pod.spec().get("hostPID"));
    }
    String shared = pod.spec().text(PodField.SHARE_PROCESS_NAMESPACE.key());
    if (!PodField.SHARE_PROCESS_NAMESPACE.isIn(pod.spec())) {
      added.put(PodField.SHARE_PROCESS_NAMESPACE, true);
    } else if (!"true".equals(shared)) {
      throw new InjectionException(
          "shareProcessNamespace is "
              + (shared == null ? "empty" : shared)
              + ", and a signal needs it: set it to true or remove it",
          pod.spec().get(PodField.SHARE_PROCESS_NAMESPACE.key()));
    }
    if (users().contains("0")) {
      throw new InjectionException(
          "a container runs as root, and the sidecar, which does not, may not send it a signal. Use"
              + " leasehold.reload.url in place of leasehold.signal, or another user",
          pod.annotation(Setting.SIGNAL.key()));
    }
  }

  private boolean isForOneUser() {
    return settings.signals() || settings.hasFileOfOneUser();
  }

  private void checkUsers(WarningConsumer warnings) throws InjectionException {
    Set<String> users = users();
    String need =
        settings.signals() ? "a signal needs" : "a file that its owner alone may read needs";
    if (users.size() > 1) {
      throw new InjectionException(
          "the containers run as the users "
              + String.join(", ", users)
              + ", and "
              + need
              + " that of the sidecar. Choose the containers of one user by the annotation "
              + PodSettingNames.PREFIX
              + PodSettingNames.CONTAINERS,
          pod.spec().get("containers"));
    }
    if (users.isEmpty()) {
      warnings.accept(
          need
              + " one user for the program and the sidecar. No runAsUser is set, so each has that of"
              + " its image (the sidecar's is "
              + AddedFields.IMAGE_USER
              + ")",
          pod.spec().get("containers"));
    }
  }

  private Set<String> users() {
    Set<String> users = new TreeSet<>();
    for (PodTemplate.Container container : chosen) {
      String own = container.user();
      String user = own == null ? pod.user() : own;
      if (user != null) {
        users.add(user);
      }
    }
    return users;
  }

  /**
   * Returns the user that the sidecar runs as. It is the program's user where both need one user,
   * and the image's user where the pod's is root; null for the pod's user.
   */
  @Nullable Integer user() {
    Set<String> users = users();
    String user = isForOneUser() && users.size() == 1 ? users.iterator().next() : null;
    if (user != null && !user.equals(pod.user()) && user.matches("[1-9][0-9]{0,8}")) {
      return Integer.valueOf(user);
    }
    return pod.runsAsRoot() ? AddedFields.IMAGE_USER : null;
  }

  private void prepare(PodField field) throws InjectionException {
    YamlNode value = edits.own(pod.spec(), field.specKey());
    if (value instanceof YamlScalar scalar && scalar.isNull()) {
      edits.record().original(field.specKey(), edits.textOf(scalar));
    } else if (value instanceof YamlMapping mapping && mapping.entries().isEmpty()) {
      edits.record().original(field.specKey(), "{}");
    } else if (value != null && !(value instanceof YamlMapping)) {
      throw new InjectionException(field.specKey() + " is not a mapping: make it a mapping", value);
    }
    edits.record().field(field);
  }

  /** Writes the fields that go into an existing mapping. */
  void grow() {
    added.forEach(
        (field, value) -> {
          YamlMapping.Entry entry = pod.spec().entry(field.specKey());
          if (entry != null && entry.value() instanceof YamlScalar nothing) {
            Object all = field.value(value);
            edits.inserter().fill(pod.spec().isFlow(), nothing, all, entry.key().start());
          } else if (entry != null && entry.value() instanceof YamlMapping mapping) {
            edits.inserter().put(mapping, field.key(), value);
          }
        });
  }

  /** Writes the others, as new keys of the spec. Items of lists there come before. */
  void put() {
    added.forEach(
        (field, value) -> {
          if (pod.spec().entry(field.specKey()) == null) {
            edits.inserter().put(pod.spec(), field.specKey(), field.value(value));
          }
        });
  }
}
