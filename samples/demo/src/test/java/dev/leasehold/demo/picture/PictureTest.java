// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.browser.Chromium;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PictureTest {

  /** The colours of the first line of a chart, and of the second. */
  private static final int BLUE = 0x2680c2;

  private static final int RED = 0xd64545;

  private static final Series RISING =
      new Series(
          "served & <fast>", IntStream.range(0, 60).mapToObj(i -> new Point(i, i * 20.0)).toList());
  private static final Series FLAT =
      new Series("failed", IntStream.range(0, 60).mapToObj(i -> new Point(i, 400)).toList());
  private static final Picture PICTURE =
      new Picture(
          "A run",
          60,
          List.of(
              new Chart("Queries", "/s", false, List.of(RISING, FLAT)),
              new Chart("Nothing", "", true, List.of(new Series("none", List.of())))),
          List.of(new Mark(20, 30, "Vault is away")),
          List.of("rotations  3", "All of it \"held\"."));

  @Test
  void isWellFormedAndNeedsNothingBesideItself() throws Exception {
    String html = PICTURE.html();
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("path").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("pre").item(0).getTextContent())
        .isEqualTo("rotations  3\nAll of it \"held\".");
    assertThat(html).doesNotContain("<script", "src=", "href=", "url(", "@import", "<fast>", "NaN");
  }

  @Test
  void showsItsLinesInABrowser(@TempDir Path directory) throws IOException {
    Optional<Chromium> chromium = Chromium.find();
    Assumptions.assumeTrue(chromium.isPresent(), "no Chromium is to be had here");
    Path page = Files.writeString(directory.resolve("run.html"), PICTURE.html());
    assertThat(chromium.get().dom(page)).contains("<svg", "Vault is away", "All of it \"held\".");
    Path png = directory.resolve("run.png");
    chromium.get().screenshot(page, png, 1040, 700);
    BufferedImage seen = ImageIO.read(png.toFile());
    assertThat(seen.getWidth()).isEqualTo(1040);
    assertThat(pixels(seen, BLUE)).as("pixels of the rising line").isGreaterThan(300);
    assertThat(pixels(seen, RED)).as("pixels of the flat line").isGreaterThan(300);
  }

  @Test
  void leavesAGapWhereNothingWasScraped() {
    Series broken = new Series("", List.of(new Point(1, 1), new Point(2, 1), new Point(20, 1)));
    String svg = new Chart("", "", false, List.of(broken)).svg(30, List.of());
    assertThat(svg).containsPattern("d=\"M[\\d. ]+L[\\d. ]+M[\\d. ]+\"");
  }

  @Test
  void hasAnAxisThatEndsAboveTheHighestValue() {
    assertThat(top(0)).isEqualTo(1);
    assertThat(top(3)).isEqualTo(5);
    assertThat(top(1180)).isEqualTo(2000);
    assertThat(top(600)).isEqualTo(1000);
  }

  private static double top(double value) {
    return new Chart("", "", false, List.of(new Series("", List.of(new Point(0, value))))).top();
  }

  private static long pixels(BufferedImage image, int colour) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff)
        .filter(pixel -> pixel == colour)
        .count();
  }
}
