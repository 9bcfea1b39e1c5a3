// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

/**
 * A place in a text of manifests.
 *
 * @param document number of the document, from 1
 * @param path fields that lead there from the document's root, such as {@code
 *     spec.template.spec.containers[0].env[2]}; empty for the root
 * @param line number of the line in the text, from 1
 */
public record ManifestPlace(int document, String path, int line) {

  /** Returns the path from another place of the document, which this place is below. */
  String below(ManifestPlace above) {
    String rest = path.startsWith(above.path) ? path.substring(above.path.length()) : path;
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  /** Returns how messages name the place. */
  String in(String file) {
    return file + ":" + line + ", document " + document + (path.isEmpty() ? "" : ", " + path);
  }
}
