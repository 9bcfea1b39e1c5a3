// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the bindings and refuses two that a connection could match alike. */
final class Bindings {

  private Bindings() {}

  static List<BindingSettings> read(RawSettings given, Problems problems) {
    List<BindingSettings> bindings = new ArrayList<>();
    if (given.bindings().all().isEmpty()) {
      bindings.add(new BindingSettings(null, new SettingReader(given, problems, null)));
      return bindings;
    }
    refuseUnnamed(given, problems);
    List<BindingSettings> comparable = new ArrayList<>();
    for (String name : given.bindings().all()) {
      SettingReader reader = new SettingReader(given, problems, name);
      BindingSettings binding = new BindingSettings(name, reader);
      bindings.add(binding);
      if (!given.bindings().isWrong(name) && isForWhatItSays(binding, reader)) {
        comparable.add(binding);
      }
    }
    refuseConflicts(comparable, problems);
    return bindings;
  }

  /** A pattern or a user that could not be read stands for none, and a conflict might be none. */
  private static boolean isForWhatItSays(BindingSettings binding, SettingReader reader) {
    boolean url = reader.given(Setting.URL) == null || binding.url() != null;
    boolean user = reader.given(Setting.USER) == null || binding.user() != null;
    return url && user;
  }

  /** Returns whether some binding has a path in Vault, or none that is known. */
  static boolean needVault(RawSettings given) {
    List<@Nullable String> names = new ArrayList<>(given.bindings().all());
    if (names.isEmpty()) {
      names.add(null);
    }
    for (String name : names) {
      RawSetting creds = given.find(Setting.CREDS, name);
      if (creds == null || !creds.value.startsWith(CredentialLocation.FILE)) {
        return true;
      }
    }
    return false;
  }

  /** Refuses settings of one binding that name none, where several are listed. */
  static void refuseUnnamed(RawSettings given, Problems problems) {
    String first = given.bindings().all().get(0);
    String binding = given.bindings().isWrong(first) ? "<binding>" : first;
    for (Setting setting : Setting.values()) {
      RawSetting found = given.find(setting, null);
      if (setting.scope() == Setting.Scope.BINDING && found != null) {
        problems.add(
            found.where(),
            "belongs to one binding, and leasehold.bindings lists them by name; write "
                + setting.propertyName(binding));
      }
    }
  }

  private static void refuseConflicts(List<BindingSettings> bindings, Problems problems) {
    for (int i = 0; i < bindings.size(); i++) {
      for (int j = i + 1; j < bindings.size(); j++) {
        BindingSettings one = bindings.get(i);
        BindingSettings two = bindings.get(j);
        if (one.conflictsWith(two)) {
          problems.add(
              Setting.BINDINGS.propertyName(),
              one.name()
                  + " ("
                  + pattern(one)
                  + ") and "
                  + two.name()
                  + " ("
                  + pattern(two)
                  + ") can match the same URL and user; narrow leasehold."
                  + two.name()
                  + ".url or give one of them a user");
        }
      }
    }
  }

  private static String pattern(BindingSettings binding) {
    UrlPattern url = binding.url();
    return url == null ? "any URL" : url.toString();
  }
}
