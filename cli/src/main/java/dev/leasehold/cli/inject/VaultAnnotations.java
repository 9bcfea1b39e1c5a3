// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The request of a pod to Vault's own injector (vault-k8s 1.7), in Leasehold's words. Its
 * annotations are {@code vault.hashicorp.com/...}: agent-inject/agent/annotations.go there.
 */
final class VaultAnnotations {

  /** The beginning of the names of the annotations. */
  static final String PREFIX = "vault.hashicorp.com/";

  /** The annotation that asks for an injection. */
  static final String SWITCH = PREFIX + "agent-inject";

  private static final String DEFAULT_VOLUME = "/vault/secrets";

  private final PodTemplate pod;
  private final boolean sidecar;
  private final Predicate<String> isGiven;
  private final VaultSecrets secrets;
  private final Map<String, String> words = new HashMap<>();
  private final List<InjectionProblem> problems = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private String volume = DEFAULT_VOLUME;

  private VaultAnnotations(
      PodTemplate pod, Map<String, String> own, Map<String, String> given, VaultSecrets secrets) {
    this.pod = pod;
    this.sidecar = "sidecar".equals(own.get(PodSettingNames.MODE));
    this.isGiven = word -> own.containsKey(word) && !String.valueOf(own.get(word)).isBlank();
    this.secrets = secrets;
    given.forEach(this::read);
  }

  /**
   * Reads the annotations of the pod.
   *
   * @param options the words of the command line; the pod's own annotations of Leasehold's win over
   *     them
   * @return null where the pod does not ask for an injection, or for no database credentials
   */
  static @Nullable VaultAnnotations of(PodTemplate pod, Map<String, String> options) {
    Map<String, String> given = pod.annotations(PREFIX);
    Map<String, String> own = new HashMap<>(options);
    pod.annotations()
        .forEach(
            (name, value) -> {
              if (!value.isBlank()) {
                own.put(name, value);
              }
            });
    VaultSecrets secrets = new VaultSecrets(given);
    boolean asked = VaultAnnotationRules.isTrue(given.get("agent-inject"));
    return asked && !secrets.credentials().isEmpty()
        ? new VaultAnnotations(pod, own, given, secrets)
        : null;
  }

  /** Returns the options, and over them the words of the annotations. */
  Map<String, String> over(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(words);
    return all;
  }

  /**
   * Warns of annotations that are not taken over.
   *
   * @throws InjectionException naming every annotation that cannot be translated
   */
  void check(WarningConsumer warnings) throws InjectionException {
    List<InjectionProblem> all = new ArrayList<>(problems);
    if (!sidecar) {
      for (PodTemplate.Container container : pod.containers()) {
        VaultSecrets.uses(container, volume, all::add);
      }
    }
    if (!all.isEmpty()) {
      throw new InjectionException(all);
    }
    if (!dropped.isEmpty()) {
      warnings.accept(
          "annotations that Leasehold needs no more: " + String.join(", ", dropped),
          pod.allAnnotations());
    }
  }

  private void read(String name, String value) {
    if (value.isBlank() && !name.startsWith("agent-inject")) {
      return; // A value of a chart that nobody set.
    }
    if (name.startsWith("agent-inject") || name.startsWith("agent-template-")) {
      inject(name, value);
    } else if (name.startsWith("secret-volume-path")) {
      volume(name, value);
    } else if (VaultAnnotationRules.isKnown(name)) {
      translate(name, value);
    } else if (name.startsWith("auth-config-")) {
      untranslated(name, "annotate " + PodSettingNames.PREFIX + "auth.* settings");
    } else {
      drop(name);
    }
  }

  private void volume(String name, String value) {
    volume = value;
    if (!sidecar || isGiven.test(Setting.VOLUME.key())) {
      return;
    }
    if (secrets.credentials().size() > 1 && !name.equals("secret-volume-path")) {
      untranslated(
          name,
          "the sidecar has one volume; annotate " + PodSettingNames.PREFIX + Setting.VOLUME.key());
    }
    words.put(Setting.VOLUME.key(), value);
  }

  private void translate(String name, String value) {
    String word = VaultAnnotationRules.word(name);
    String instead = VaultAnnotationRules.instead(name, value, isGiven);
    if (instead != null) {
      untranslated(name, instead);
    } else if (word != null) {
      words.put(word, VaultAnnotationRules.value(name, value));
    }
  }

  private void inject(String name, String value) {
    switch (name) {
      case "agent-inject", "agent-inject-default-template" -> {}
      case "agent-inject-containers" -> words.put(PodSettingNames.CONTAINERS, value);
      case "agent-inject-status" ->
          problem(name, ": the pod was changed by Vault's injector; inject its source");
      case "agent-inject-token" ->
          untranslated(name, "no file has Vault's token; let the program log in itself");
      default -> secret(name, value);
    }
  }

  private void secret(String name, String value) {
    if (name.startsWith("agent-inject-secret-")) {
      credentials(name, value);
    } else if (name.startsWith("agent-inject-template-")) {
      template(name, value);
    } else if (name.startsWith("agent-inject-command-")) {
      if (!sidecar) {
        drop(name);
      } else if (!isGivenForSome(Setting.SIGNAL, Setting.RELOAD_URL, Setting.RELOAD_COMMAND)) {
        untranslated(name, "annotate " + PodSettingNames.PREFIX + "signal or reload.url");
      }
    } else if (name.startsWith("agent-inject-file-") || name.startsWith("agent-inject-perms-")) {
      if (!sidecar) {
        drop(name);
      } // Else with its secret.
    } else {
      drop(name);
    }
  }

  private void credentials(String name, String path) {
    VaultSecrets.AnnotatedCredential secret = secrets.credentials().get(name);
    if (secret == null) {
      untranslated(
          name,
          path
              + " is no path of a database (MOUNT/creds/ROLE); leave it to Vault's injector, without"
              + " --from-vault-annotations and with annotations of Leasehold's");
      return;
    }
    boolean several = secrets.credentials().size() > 1;
    String prefix = several ? secret.binding() + "." : "";
    if (several) {
      words.merge(Setting.BINDINGS.key(), secret.binding(), (all, one) -> all + "," + one);
    }
    words.put(prefix + Setting.CREDS.key(), path);
    if (sidecar) {
      file(secret, prefix);
    } else if (several && !isGiven.test(prefix + Setting.URL.key())) {
      problem(
          name,
          " is one of several credentials: annotate "
              + PodSettingNames.PREFIX
              + prefix
              + "url with the JDBC URL that it is for");
    }
  }

  private void file(VaultSecrets.AnnotatedCredential secret, String prefix) {
    words.put(prefix + Setting.FILE_PATH.key(), secret.file());
    if (secret.mode() != null) {
      words.put(prefix + Setting.FILE_MODE.key(), secret.mode());
    }
    if (!isGiven.test(Setting.VOLUME.key())) {
      words.putIfAbsent(Setting.VOLUME.key(), DEFAULT_VOLUME);
    }
    if (isGivenForSome(Setting.FILE_FORMAT)) {
      return;
    }
    if (secret.isJson()) {
      words.put(prefix + Setting.FILE_FORMAT.key(), "json");
    } else if (!secret.hasTemplate()) {
      problem(
          secret.annotation(),
          ": the default template's format cannot be translated: annotate "
              + PodSettingNames.PREFIX
              + prefix
              + "file.format");
    }
  }

  private void template(String name, String text) {
    String other = secrets.otherPath(text);
    if (other != null) {
      untranslated(
          name, "it reads " + other + ", too; take that out, or leave it to Vault's injector");
    } else if (!sidecar) {
      drop(name);
    } else if (!isGivenForSome(Setting.FILE_FORMAT)) {
      untranslated(
          name,
          "annotate "
              + PodSettingNames.PREFIX
              + "file.format, and let the program read that format");
    }
  }

  private boolean isGivenForSome(Setting... settings) {
    for (Setting setting : settings) {
      if (isGiven.test(setting.key())
          || secrets.credentials().values().stream()
              .anyMatch(each -> isGiven.test(each.binding() + "." + setting.key()))) {
        return true;
      }
    }
    return false;
  }

  private void untranslated(String name, String instead) {
    problem(name, " cannot be translated: " + instead);
  }

  private void problem(String name, String what) {
    problems.add(new InjectionProblem(PREFIX + name + what, pod.anyAnnotation(PREFIX + name)));
  }

  private void drop(String name) {
    dropped.add(PREFIX + name);
  }
}
