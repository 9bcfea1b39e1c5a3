// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.SourceMessages.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceMessagesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @Test
  void putsATextTogetherWithItsValues() throws IOException {
    SourceText text = only("void say() { log(\"binding \" + name + \": \" + \"no lease\"); }");
    assertThat(text.variants()).containsExactly("binding <value>: no lease");
    assertThat(text.parts()).containsExactly("binding ", ": no lease");
  }

  @Test
  void readsAValueThatTheFileHas() throws IOException {
    assertThat(
            only("String say() { String why = \"no \" + lease; return \"as \" + why; }").variants())
        .containsExactly("as no <value>");
  }

  @Test
  void hasEachTextThatChoicesMake() throws IOException {
    assertThat(
            only("String say() { return \"a\" + (b ? \"b\" : c ? \"c\" : d) + \"e\"; }").variants())
        .containsOnly("abe", "ace", "a<value>e");
  }

  @Test
  void findsMessagesAmongTexts() throws IOException {
    SourceMessages read =
        read("void say() { log.warn(\"{} has ended\", lease); log.info(\"so\"); }");
    assertThat(read.messages()).containsExactly(new Message("Said", List.of("", " has ended")));
    assertThat(read.texts()).hasSize(2);
  }

  /** Returns the longest text: its literals are texts, too. */
  private SourceText only(String method) throws IOException {
    List<SourceText> texts = read(method).texts();
    return texts.stream()
        .reduce((one, other) -> one.words().length() < other.words().length() ? other : one)
        .orElseThrow();
  }

  private SourceMessages read(String method) throws IOException {
    Path file = folder.resolve("Said.java");
    Files.writeString(file, "class Said { " + method + " }");
    return SourceMessages.read(List.of(file));
  }
}
