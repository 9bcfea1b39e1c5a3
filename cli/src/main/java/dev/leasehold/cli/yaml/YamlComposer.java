// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Makes nodes of the parser's events. For one text and one thread. */
final class YamlComposer {

  /** Deeper than any manifest; the schemas of custom resources have some forty levels. */
  private static final int MAX_DEPTH = 256;

  private final Parser parser;
  private final String text;
  private final CodePoints codePoints;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final List<YamlNode> aliased = new ArrayList<>();
  private int depth;
  private int document;
  private String path = "";
  private String kind = "";
  private String name = "";

  YamlComposer(Parser parser, String text, CodePoints codePoints) {
    this.parser = parser;
    this.text = text;
    this.codePoints = codePoints;
  }

  List<YamlDocument> documents() throws YamlSyntaxException {
    parser.getEvent(); // The start of the stream.
    List<YamlDocument> documents = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.StreamEnd)) {
      anchors.clear();
      aliased.clear();
      path = "";
      kind = "";
      name = "";
      document++;
      parser.getEvent(); // The start of the document.
      YamlNode root = node();
      parser.getEvent(); // The end of the document.
      documents.add(new YamlDocument(document, text, root, aliased));
    }
    return documents;
  }

  /** Returns how messages name the place that has been come to: document, object and path. */
  String place() {
    String title = kind.isEmpty() ? "" : kind.toLowerCase(Locale.ROOT) + "/";
    String object = title.isEmpty() ? "" : " (" + title + (name.isEmpty() ? "?" : name) + ")";
    return "document " + Math.max(1, document) + object + (path.isEmpty() ? "" : ", " + path);
  }

  private YamlNode node() throws YamlSyntaxException {
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    if (event instanceof ScalarEvent scalar) {
      return keep(scalar(scalar));
    }
    if (++depth > MAX_DEPTH) {
      throw error(event.getStartMark(), "nested more than " + MAX_DEPTH + " levels deep");
    }
    YamlNode collection =
        event instanceof MappingStartEvent mapping
            ? mapping(mapping)
            : sequence((CollectionStartEvent) event);
    depth--;
    return keep(collection);
  }

  private YamlNode keep(YamlNode node) {
    if (node.anchor() != null) {
      anchors.put(node.anchor(), node);
    }
    return node;
  }

  private YamlNode alias(AliasEvent event) throws YamlSyntaxException {
    String name = event.getAnchor();
    YamlNode target = anchors.get(name);
    if (target == null) {
      throw error(
          event.getStartMark(),
          "alias *"
              + name
              + " has no anchor before it in this document, or is inside of it; write its value"
              + " out");
    }
    aliased.add(target);
    return new YamlAlias(start(event), end(event), name, target);
  }

  private YamlScalar scalar(ScalarEvent event) {
    ScalarStyle written = event.getScalarStyle();
    YamlScalar.Style style =
        switch (written) {
          case LITERAL, FOLDED -> YamlScalar.Style.BLOCK;
          case SINGLE_QUOTED, DOUBLE_QUOTED -> YamlScalar.Style.QUOTED;
          default -> YamlScalar.Style.PLAIN;
        };
    int start = start(event);
    int end = style == YamlScalar.Style.BLOCK ? beforeBreak(end(event)) : end(event);
    return new YamlScalar(start, Math.max(start, end), event.getAnchor(), event.getValue(), style);
  }

  private int beforeBreak(int end) {
    if (end == 0 || text.charAt(end - 1) != '\n') {
      return end;
    }
    return end > 1 && text.charAt(end - 2) == '\r' ? end - 2 : end - 1;
  }

  private YamlMapping mapping(MappingStartEvent event) throws YamlSyntaxException {
    String here = path;
    List<YamlMapping.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Mark mark = parser.peekEvent().getStartMark();
      if (!(node() instanceof YamlScalar key)) {
        throw error(mark, "a key is not text" + YamlParser.advice(text, mark.getLine() + 1));
      }
      path = YamlPath.key(here, key.value());
      if (!keys.add(key.value())) {
        throw error(
            mark, "key \"" + key.value() + "\" stands in this mapping twice; leave one entry");
      }
      YamlNode value = node();
      note(value);
      entries.add(new YamlMapping.Entry(key, value));
      path = here;
    }
    Event last = parser.getEvent();
    int end = entries.isEmpty() || event.isFlow() ? end(last) : last(entries).value().end();
    return new YamlMapping(start(event), end, event.getAnchor(), event.isFlow(), entries);
  }

  /** Takes note of the object's kind and name, for messages. */
  private void note(YamlNode value) {
    if (value instanceof YamlScalar scalar) {
      switch (path) {
        case "kind" -> kind = scalar.value();
        case "metadata.name" -> name = scalar.value();
        default -> {}
      }
    }
  }

  private YamlSequence sequence(CollectionStartEvent event) throws YamlSyntaxException {
    String here = path;
    List<YamlNode> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      path = YamlPath.item(here, items.size());
      items.add(node());
    }
    path = here;
    Event last = parser.getEvent();
    int start = start(event);
    int end = items.isEmpty() || event.isFlow() ? end(last) : last(items).end();
    int dash = event.isFlow() ? -1 : firstDash(start);
    return new YamlSequence(start, end, event.getAnchor(), event.isFlow(), dash, items);
  }

  /** Passes over anchor, tag and comments, which may come before the first dash. */
  private int firstDash(int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) != '-') {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
      } else if (text.charAt(i) == '#') {
        i = TextLines.end(text, i);
      } else {
        while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
          i++;
        }
      }
    }
    return i;
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  private int start(Event event) {
    return codePoints.offset(event.getStartMark().getIndex());
  }

  private int end(Event event) {
    return codePoints.offset(event.getEndMark().getIndex());
  }

  private YamlSyntaxException error(Mark mark, String problem) {
    return new YamlSyntaxException(
        mark.getLine() + 1, mark.getColumn() + 1, place() + ": " + problem);
  }
}
