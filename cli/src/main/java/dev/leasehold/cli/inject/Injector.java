// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Injects the pod templates of a text, or takes the injection back. All else stays byte for byte.
 * For one thread.
 */
public final class Injector {

  private static final String MARK = PodSettingNames.PREFIX + PodSettingNames.INJECTED;

  private final InjectOptions options;
  private final @Nullable ClusterObjects cluster;
  private final List<TemplatePath> paths;
  private final List<ManifestObject> sources = new ArrayList<>();
  private final Set<String> missing;

  /**
   * Makes an injector.
   *
   * @param cluster is asked for objects that the input does not have; null where no cluster is
   */
  public Injector(InjectOptions options, @Nullable ClusterObjects cluster) {
    this.options = options;
    this.cluster = cluster;
    this.paths = new ArrayList<>(options.paths());
    this.paths.addAll(TemplatePath.KNOWN);
    this.missing = new TreeSet<>(options.containers());
  }

  /**
   * Takes note of the ConfigMaps and Secrets of a text, which pods of other texts may refer to.
   *
   * @throws YamlSyntaxException when the text is not YAML
   */
  public void know(String text) throws YamlSyntaxException {
    ManifestObject.of(text).stream().filter(Environment::isSource).forEach(sources::add);
  }

  /**
   * Injects each pod template that credentials are named for. The words in a ResourceList's {@code
   * functionConfig} come before the options. A pod template that was injected before is injected
   * anew, from its earlier form. Where that is not asked for, it is left as it is.
   *
   * @throws YamlSyntaxException when the text is not YAML
   */
  public InjectionResult inject(String text) throws YamlSyntaxException {
    ResourceList list = ResourceList.of(text);
    if (list == null) {
      return injectObjects(text);
    }
    Injector function = new Injector(options.with(list.words()), cluster);
    function.sources.addAll(sources);
    InjectionResult result = function.injectObjects(text);
    missing.retainAll(function.missing);
    return ResourceList.withResults(result);
  }

  /** Returns the containers of the options that no pod of the texts has had so far. */
  public Set<String> missingContainers() {
    return Set.copyOf(missing);
  }

  private InjectionResult injectObjects(String text) throws YamlSyntaxException {
    Set<Integer> left = new TreeSet<>();
    while (true) {
      Set<Integer> undone = new TreeSet<>();
      TextEdits undo = new TextEdits();
      if (text.contains(MARK)) {
        undo(text, (pod, number) -> namesImage(pod) && !left.contains(number), undone, undo);
      }
      InjectionResult result =
          injectPlain(undo.apply(text), new ManifestPlaces(text, undone.isEmpty() ? null : undo));
      Set<Integer> notAgain = new TreeSet<>();
      for (int number : undone) {
        if (result.reports().get(number).status() == DocumentReport.Status.SKIPPED) {
          notAgain.add(number);
        }
      }
      if (notAgain.isEmpty()) {
        return result.hasFailed()
            ? new InjectionResult(text, result.reports())
            : result.text().equals(text) ? unchanged(result) : result;
      }
      left.addAll(notAgain);
    }
  }

  /** Without an image no pod can be injected anew: the earlier injection stays. */
  private boolean namesImage(PodTemplate pod) {
    return new PodSettings(pod.annotations(), options.words()).word(PodSettingNames.AGENT_IMAGE)
        != null;
  }

  /**
   * Takes back each injection of the text.
   *
   * @throws YamlSyntaxException when the text is not YAML
   */
  public InjectionResult undo(String text) throws YamlSyntaxException {
    TextEdits edits = new TextEdits();
    List<DocumentReport> reports = undo(text, (pod, number) -> true, new TreeSet<>(), edits);
    InjectionResult result = new InjectionResult(text, reports);
    return result.hasFailed() ? result : new InjectionResult(edits.apply(text), reports);
  }

  private List<DocumentReport> undo(
      String text, BiPredicate<PodTemplate, Integer> isMeant, Set<Integer> undone, TextEdits edits)
      throws YamlSyntaxException {
    List<DocumentReport> reports = new ArrayList<>();
    for (InjectableObject each : candidates(ManifestObject.of(text))) {
      int number = reports.size();
      PodTemplate pod = each.pod;
      if (pod == null || !InjectionRemoval.isInjected(pod) || !isMeant.test(pod, number)) {
        reports.add(each.report(DocumentReport.Status.SKIPPED, "not injected"));
        continue;
      }
      try {
        InjectionRemoval.of(pod, text, edits);
        undone.add(number);
        reports.add(each.report(DocumentReport.Status.UNDONE, ""));
      } catch (InjectionException e) {
        reports.add(pod.failure(e));
      }
    }
    return reports;
  }

  /** Returns the pod templates of the objects, and the objects that have none. */
  private List<InjectableObject> candidates(List<ManifestObject> objects) {
    List<InjectableObject> candidates = new ArrayList<>();
    for (ManifestObject object : objects) {
      List<PodTemplate> pods = PodTemplate.of(object, paths);
      for (PodTemplate pod : pods) {
        candidates.add(new InjectableObject(object, pod));
        pod.containers().forEach(container -> missing.remove(container.name()));
      }
      if (pods.isEmpty()) {
        candidates.add(new InjectableObject(object, null));
      }
    }
    return candidates;
  }

  private InjectionResult injectPlain(String text, ManifestPlaces places)
      throws YamlSyntaxException {
    List<ManifestObject> objects = ManifestObject.of(text, places);
    List<ManifestObject> others = new ArrayList<>(sources);
    objects.stream().filter(Environment::isSource).forEach(others::add);
    TextEdits edits = new TextEdits();
    List<DocumentReport> reports = new ArrayList<>();
    for (InjectableObject each : candidates(objects)) {
      reports.add(inject(each, text, edits, others));
    }
    InjectionResult result = new InjectionResult(text, reports);
    return result.hasFailed() ? result : new InjectionResult(edits.apply(text), reports);
  }

  private DocumentReport inject(
      InjectableObject candidate, String text, TextEdits edits, List<ManifestObject> others) {
    PodTemplate pod = candidate.pod;
    if (pod == null) {
      String why = candidate.object.kind().isEmpty() ? "no kind" : "no pod template";
      return candidate.report(DocumentReport.Status.SKIPPED, why);
    }
    PodInjection injection = new PodInjection(pod, text, options, edits);
    if (InjectionRemoval.isInjected(pod)) {
      InjectionException obstacle =
          injection.isAskedFor() ? InjectionRemoval.obstacle(pod, text) : null;
      return obstacle == null
          ? candidate.report(DocumentReport.Status.UNCHANGED, "injected before; not asked for anew")
          : pod.failure(obstacle);
    }
    return injection.inject(new VariableSources(others, cluster, candidate.object.namespace()));
  }

  private static InjectionResult unchanged(InjectionResult result) {
    List<DocumentReport> reports = new ArrayList<>();
    for (DocumentReport each : result.reports()) {
      boolean same = each.status() == DocumentReport.Status.INJECTED;
      reports.add(
          same
              ? new DocumentReport(
                  each.object(),
                  each.place(),
                  DocumentReport.Status.UNCHANGED,
                  "injected before, " + each.detail(),
                  each.findings(),
                  each.agentVariable())
              : each);
    }
    return new InjectionResult(result.text(), reports);
  }

  /**
   * An object that may be injected.
   *
   * @param pod null where the object has no pod template
   */
  private record InjectableObject(ManifestObject object, @Nullable PodTemplate pod) {

    DocumentReport report(DocumentReport.Status status, String detail) {
      String title = pod == null ? object.title() : pod.title();
      return new DocumentReport(title, object.place(), status, detail, List.of(), null);
    }
  }
}
