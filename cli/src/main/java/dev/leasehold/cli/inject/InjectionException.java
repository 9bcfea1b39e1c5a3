// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pod cannot be injected: it would be broken, or go on with its configured password. */
public final class InjectionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<InjectionProblem> problems;

  /** Makes a problem of the whole pod or container. The text names the fix. */
  public InjectionException(String problem) {
    this(problem, null);
  }

  /** Makes a problem of a node; of the whole pod or container where there is none. */
  InjectionException(String problem, @Nullable YamlNode node) {
    this(List.of(new InjectionProblem(problem, node)));
  }

  InjectionException(List<InjectionProblem> problems) {
    super(problems.stream().map(InjectionProblem::message).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  List<InjectionProblem> problems() {
    return problems;
  }

  /** Returns the same problems, which name the container. */
  InjectionException in(PodTemplate.Container container) {
    return with(each -> each.in(container));
  }

  /**
   * Returns the same problems. Problems without a place have the node's, or none where it is null.
   */
  InjectionException at(@Nullable YamlNode node) {
    return with(each -> each.node() == null ? new InjectionProblem(each.message(), node) : each);
  }

  private InjectionException with(UnaryOperator<InjectionProblem> change) {
    InjectionException changed = new InjectionException(problems.stream().map(change).toList());
    changed.initCause(this);
    return changed;
  }
}
