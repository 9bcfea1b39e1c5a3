// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {

  private enum Field {
    A,
    B
  }

  private final JsonValues values =
      new JsonValues(
          2,
          JsonValues.Name.of("a", Field.A),
          JsonValues.Name.of("o", JsonValues.Name.of("b", Field.B)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"x\",\"o\":{\"b\":17}}",
        " { \"o\" : { \"b\" : 17 , \"a\" : 1 } , \"a\" : \"x\" } \r",
        "{\"n\":[{\"a\":1,\"b\":2},[],{}],\"o\":{\"o\":{\"b\":3},\"b\":17},\"a\":\"\\u0078\"}",
        "{\"\\\"a\":1,\"a\":\"x\",\"o\":[{\"b\":1}],\"o\":{\"b\":17,\"c\":-1.5E+3}}",
        "{\"\\u0061\":1,\"a\":\"x\",\"o\":{\"b\":17},\"t\":true,\"z\":null}"
      })
  void findsValuesByTheirPathAndByThatAlone(String json) {
    assertThat(isObject(json)).isTrue();
    assertThat(values.get(Field.A)).isEqualTo("x");
    assertThat(values.get(Field.B)).isEqualTo("17");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "17",
        "{\"a\":\"x\"",
        "{\"a\":\"x\"}}",
        "{\"a\":\"x\"}{}",
        "{\"a\":\"x",
        "{\"a\":\"x\",}",
        "{\"a\" \"x\"}",
        "{\"a\":[}",
        "{\"a\":{]}",
        "{a:1}",
        "{\"a\":\"x\" \"o\":1}",
        "{\"a\":\"x\"]",
        "\u0000\u0001"
      })
  void takesNothingElseForAnObject(String text) {
    assertThat(isObject(text)).isFalse();
    assertThat(isObject("{\"o\":{}}")).as("the next one").isTrue();
    assertThat(values.get(Field.A)).as("of the one before").isNull();
  }

  @Test
  void readsTheSameWhereverAPieceEnds() {
    String json = "{\"q\":\"\\\\\",\"a\":\"\\\"\\n\\ud83d\\ude00\u00e9\",\"o\":{\"b\":false}}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      values.add(bytes, 0, cut);
      values.add(bytes, cut, bytes.length - cut);
      assertThat(values.end()).as("cut at %d", cut).isTrue();
      assertThat(values.get(Field.A)).isEqualTo("\"\n\ud83d\ude00\u00e9");
      assertThat(values.get(Field.B)).isEqualTo("false");
    }
  }

  @Test
  void keepsTheFirstElementOfAnArrayAndNoOther() {
    JsonValues first = new JsonValues(2, JsonValues.Name.firstOf("a", Field.A));
    for (String json :
        List.of(
            "{\"a\":[\"x\"]}",
            "{\"a\": [ \"x\" , \"y\" ,{\"a\":1}],\"b\":\"z\"}",
            "{\"o\":{\"a\":[\"y\"]},\"a\":[\"x\",[\"z\"]]}")) {
      assertThat(whole(first, json)).as(json).isTrue();
      assertThat(first.get(Field.A)).as(json).isEqualTo("x");
    }
    for (String json :
        List.of(
            "{\"a\":\"x\"}",
            "{\"a\":[]}",
            "{\"a\":[[\"x\"]]}",
            "{\"a\":[{\"a\":\"x\"}]}",
            "{\"a\":{\"a\":\"x\"}}",
            "{\"a\":[null]}")) {
      assertThat(whole(first, json)).as(json).isTrue();
      assertThat(first.get(Field.A)).as(json).isNull();
    }
  }

  @Test
  void keepsNoMoreThanTheBeginningOfAValue() {
    assertThat(isObject("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")).isTrue();
    @Nullable String kept = values.get(Field.A);
    assertThat(kept).hasSize(JsonValues.LONGEST);
  }

  private boolean isObject(String json) {
    return whole(values, json);
  }

  private static boolean whole(JsonValues values, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    values.add(bytes, 0, bytes.length);
    return values.end();
  }
}
