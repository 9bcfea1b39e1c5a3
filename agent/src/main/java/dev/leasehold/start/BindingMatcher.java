// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ConnectionMatcher;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The matcher of connections with a binding by its settings. Says once for each URL that a
 * connection has missed the binding by a parameter or by its user alone.
 */
final class BindingMatcher implements ConnectionMatcher {

  /** As many URLs are told of, where users of the application type them. */
  private static final int MOST_TOLD = 32;

  private final Settings settings;
  private final BindingSettings binding;
  private final Consumer<String> warnings;
  private final Set<String> told = Collections.synchronizedSet(new HashSet<>());

  BindingMatcher(Settings settings, BindingSettings binding, Consumer<String> warnings) {
    this.settings = settings;
    this.binding = binding;
    this.warnings = warnings;
  }

  @Override
  public boolean matches(String url, Targets targets, @Nullable String user)
      throws UncertainTargetException {
    return settings.binding(url, targets, user) == binding;
  }

  @Override
  public void unmatched(String url, Targets targets, @Nullable String user) {
    String nearMiss = told.size() < MOST_TOLD ? binding.nearMiss(url, targets, user) : null;
    String shown = nearMiss == null ? "" : ShownUrl.of(url);
    if (nearMiss != null && told.add(shown)) {
      warnings.accept(
          "connections to "
              + shown
              + " are left as they are configured, with the configured password, though they lead"
              + " where binding "
              + binding.name()
              + " is for. Setting "
              + nearMiss);
    }
  }
}
