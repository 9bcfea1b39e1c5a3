// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlRemover;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field of the pod's spec that is added where the pod does not have it. */
enum PodField {
  /** The group that the files of volumes belong to, so that two users can read them. */
  FS_GROUP("securityContext", "fsGroup"),

  /** Without it the sidecar does not see the program that gets a signal. */
  SHARE_PROCESS_NAMESPACE(null, "shareProcessNamespace");

  private final @Nullable String parent;
  private final String key;

  PodField(@Nullable String parent, String key) {
    this.parent = parent;
    this.key = key;
  }

  /** Returns how the record names the field. */
  String path() {
    return parent == null ? key : parent + "." + key;
  }

  /** Returns the field with the path, or null. */
  static @Nullable PodField of(String path) {
    for (PodField field : values()) {
      if (field.path().equals(path)) {
        return field;
      }
    }
    return null;
  }

  /** Returns whether the field stands in the spec, with any value. */
  boolean isIn(YamlMapping spec) {
    YamlMapping place = parent == null ? spec : spec.mapping(parent);
    return place != null && (place.entry(key) != null || place.merges(key));
  }

  /** Returns the value to put into the spec where the parent is not there. */
  Object value(Object value) {
    return parent == null ? value : Map.of(key, value);
  }

  /** Returns the key of the spec. */
  String specKey() {
    return parent == null ? key : parent;
  }

  /** Returns the key of the field itself. */
  String key() {
    return key;
  }

  /** Takes the field out. */
  void remove(YamlMapping spec, InjectionRecord record, YamlRemover remover) {
    if (parent == null) {
      remover.removeKey(spec, key);
    } else {
      remover.removeKeys(spec, parent, record.original(parent), key::equals);
    }
  }
}
