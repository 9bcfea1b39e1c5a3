// SPDX-License-Identifier: Apache-2.0
/**
 * Changes YAML and JSON at positions of the text. A parsed node knows where its text begins and
 * ends; an edit inserts or removes characters there, and every other character stays.
 *
 * <pre>{@code
 * List<YamlDocument> documents = YamlParser.parse(text);
 * TextEdits edits = new TextEdits();
 * new YamlInserter(text, style, edits).put(mapping, "volumes", List.of(volume));
 * String changed = edits.apply(text);
 * }</pre>
 */
@NullMarked
package dev.leasehold.cli.yaml;

import org.jspecify.annotations.NullMarked;
