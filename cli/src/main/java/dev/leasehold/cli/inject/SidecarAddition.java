// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar of a pod, for containers without a JVM. It adds the container that keeps the
 * credentials fresh, its volumes, and a mount in each chosen container.
 */
final class SidecarAddition implements PodAddition {

  private final PodTemplate pod;
  private final PodEdits edits;
  private final PodSettings settings;
  private final List<PodTemplate.Container> containers;
  private final SidecarFields fields;
  private final String volume;

  SidecarAddition(
      PodTemplate pod, PodEdits edits, PodSettings settings, List<PodTemplate.Container> chosen) {
    this.pod = pod;
    this.edits = edits;
    this.settings = settings;
    this.containers = chosen;
    this.fields = new SidecarFields(pod, edits, settings, chosen);
    String path = settings.word(Setting.VOLUME.key());
    this.volume = path == null ? String.valueOf(Setting.VOLUME.defaultText()) : path;
  }

  @Override
  public boolean isThere() {
    return false;
  }

  @Override
  public boolean isNamed() {
    return settings.namesCredentials(GivenVariables.NONE);
  }

  @Override
  public List<InjectionProblem> unread() {
    return List.of();
  }

  @Override
  public void check(WarningConsumer warnings) throws InjectionException {
    boolean classic = isClassic();
    if (classic && pod.ends()) {
      throw new InjectionException(
          "a classic sidecar runs on when the other containers have ended, so that this pod would"
              + " not complete: use --sidecar=native (Kubernetes 1.29 or later)",
          pod.annotation(PodSettingNames.SIDECAR));
    }
    settings.validate(GivenVariables.NONE, edits::setting);
    if ("template".equals(settings.word(Setting.FILE_FORMAT.key()))) {
      throw new InjectionException(
          Setting.FILE_FORMAT.propertyName()
              + "=template needs a file in the sidecar's container, which inject does not mount:"
              + " choose another format",
          pod.annotation(Setting.FILE_FORMAT.key()));
    }
    fields.check(warnings);
    for (PodTemplate.Container container : containers) {
      try {
        edits.requireOwn(container.node(), "the container");
        container.requireFree(volume);
      } catch (InjectionException e) {
        throw e.in(container);
      }
    }
  }

  @Override
  public void write() throws InjectionException {
    boolean token = settings.needsToken(GivenVariables.NONE);
    boolean certificates = settings.needsCertificates(GivenVariables.NONE);
    for (PodTemplate.Container container : containers) {
      edits.record().container(container.name());
      ListAdditions mounts = new ListAdditions(edits, container.node(), container.name() + ":");
      mounts.append("volumeMounts", List.of(AddedFields.mount(AddedFields.CREDENTIALS, volume)));
      mounts.write();
    }
    SidecarContainer sidecar =
        new SidecarContainer(settings, volume, fields.user(), token, certificates);
    ListAdditions lists = new ListAdditions(edits, pod.spec(), "");
    if (isClassic()) {
      lists.prepend("initContainers", sidecar.first());
      lists.append("containers", List.of(sidecar.classic()));
    } else {
      lists.prepend("initContainers", sidecar.nativeForm());
    }
    List<Object> volumes = new ArrayList<>();
    volumes.add(AddedFields.memoryVolume(AddedFields.CREDENTIALS));
    if (sidecar.hasStateVolume()) {
      volumes.add(AddedFields.memoryVolume(AddedFields.STATE));
    }
    volumes.addAll(AddedFields.vaultVolume(settings, token, certificates));
    lists.append("volumes", volumes);
    fields.grow();
    lists.write();
    fields.put();
  }

  @Override
  public String detail() {
    List<String> names = containers.stream().map(PodTemplate.Container::name).toList();
    String form = "classic".equals(settings.word(PodSettingNames.SIDECAR)) ? "classic" : "native";
    return PodAddition.detail(names, form + " sidecar");
  }

  private boolean isClassic() throws InjectionException {
    @Nullable String form = settings.word(PodSettingNames.SIDECAR);
    if (form != null && !form.equals("native") && !form.equals("classic")) {
      throw new InjectionException(
          "annotation or option " + PodSettingNames.SIDECAR + " is neither native nor classic",
          pod.annotation(PodSettingNames.SIDECAR));
    }
    return "classic".equals(form);
  }
}
