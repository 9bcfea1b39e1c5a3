// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlAlias;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import dev.leasehold.cli.yaml.YamlSequence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The database credentials among the secrets that annotations of Vault's injector name. */
final class VaultSecrets {

  private static final String SECRET = "agent-inject-secret-";

  /** Paths of Vault's database engine, wherever it is mounted. */
  private static final Pattern CREDENTIALS = Pattern.compile("[^\\s]+/(static-)?creds/[^/\\s]+");

  /** Other engines of Vault with such paths, where they are mounted under their own names. */
  private static final Pattern OTHERS =
      Pattern.compile("(aws|azure|consul|gcp|kubernetes|ldap|nomad|rabbitmq|terraform)/.*");

  /** The secret that a template of Vault Agent reads, in each of Go's quotes. */
  private static final Pattern READ = Pattern.compile("\\bsecret\\s+[\"`]([^\"`]+)[\"`]");

  /**
   * A secret with database credentials.
   *
   * @param annotation the annotation that names its path, without the prefix
   * @param binding its name as a binding's name
   * @param file the file in the volume
   * @param mode the file's permissions; null for the permissions that Vault's agent gives
   * @param hasTemplate whether a template of its own writes the file
   * @param isJson whether the file is the secret as JSON
   */
  record AnnotatedCredential(
      String annotation,
      String binding,
      String file,
      @Nullable String mode,
      boolean hasTemplate,
      boolean isJson) {}

  private final Map<String, AnnotatedCredential> credentials = new TreeMap<>();
  private final Map<String, String> annotations;

  /** Takes the annotations, without their prefix. */
  VaultSecrets(Map<String, String> annotations) {
    this.annotations = annotations;
    annotations.forEach(
        (name, path) -> {
          if (name.startsWith(SECRET)
              && CREDENTIALS.matcher(path).matches()
              && !OTHERS.matcher(path).matches()) {
            credentials.put(name, secret(name, name.substring(SECRET.length())));
          }
        });
  }

  private AnnotatedCredential secret(String annotation, String name) {
    String given = annotations.get("agent-inject-file-" + name);
    boolean keepsCase =
        VaultAnnotationRules.isTrue(
            annotations.getOrDefault(
                "preserve-secret-case-" + name, annotations.get("preserve-secret-case")));
    String small = name.toLowerCase(Locale.ROOT);
    boolean hasTemplate =
        annotations.containsKey("agent-inject-template-" + name)
            || annotations.containsKey("agent-inject-template-file-" + name);
    return new AnnotatedCredential(
        annotation,
        small.replaceAll("[^a-z0-9-]+", "-"),
        given == null ? keepsCase ? name : small : given,
        annotations.get("agent-inject-perms-" + name),
        hasTemplate,
        !hasTemplate && "json".equals(annotations.get("agent-inject-default-template")));
  }

  /** Returns the secrets with database credentials, by annotation. */
  Map<String, AnnotatedCredential> credentials() {
    return credentials;
  }

  /** Returns a path that a template reads and that is none of the credentials; null without. */
  @Nullable String otherPath(String template) {
    Matcher reads = READ.matcher(template);
    while (reads.find()) {
      String path = reads.group(1);
      if (credentials.keySet().stream().noneMatch(name -> path.equals(annotations.get(name)))) {
        return path;
      }
    }
    return null;
  }

  /** Tells of each place of a container that names a file in the volume of Vault's agent. */
  static void uses(
      PodTemplate.Container container, String volume, Consumer<InjectionProblem> problems) {
    for (String key : List.of("command", "args", "env", "lifecycle")) {
      Mention mention = mention(container.node().get(key), volume + "/");
      if (mention != null) {
        InjectionProblem problem =
            new InjectionProblem(
                key
                    + " names "
                    + mention.text
                    + ", which Vault's agent wrote and nothing writes any more: take it out, as the"
                    + " agent needs no file; or annotate "
                    + PodSettingNames.PREFIX
                    + PodSettingNames.MODE
                    + ": sidecar",
                mention.node);
        problems.accept(problem.in(container));
      }
    }
  }

  /** A file that a scalar names. */
  private record Mention(String text, YamlNode node) {}

  private static @Nullable Mention mention(@Nullable YamlNode node, String path) {
    if (node instanceof YamlScalar scalar) {
      Matcher found = Pattern.compile(Pattern.quote(path) + "[\\w./-]*").matcher(scalar.value());
      return found.find() ? new Mention(found.group(), scalar) : null;
    }
    List<? extends YamlNode> nodes =
        node instanceof YamlSequence sequence
            ? sequence.items()
            : node instanceof YamlMapping mapping
                ? mapping.entries().stream().map(YamlMapping.Entry::value).toList()
                : node instanceof YamlAlias alias ? List.of(alias.target()) : List.of();
    for (YamlNode each : nodes) {
      Mention mention = mention(each, path);
      if (mention != null) {
        return mention;
      }
    }
    return null;
  }
}
