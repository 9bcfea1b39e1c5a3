// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.leasehold.testbed.process.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An image's OCI layout, unpacked as a container engine unpacks it, but without an engine. */
final class UnpackedImage {

  private static final long BOUND_SECONDS = 60;

  private final Path directory;
  private final Path root;
  private final String config;
  private final List<List<String>> layers;

  private UnpackedImage(Path directory, Path root, String config, List<List<String>> layers) {
    this.directory = directory;
    this.root = root;
    this.config = config;
    this.layers = layers;
  }

  /** Unpacks the archive of a layout into an empty directory. */
  static UnpackedImage of(Path archive, Path directory) throws IOException {
    Path layout = Files.createDirectories(directory.resolve("layout"));
    run(List.of("tar", "-xf", archive.toString(), "-C", layout.toString()));
    Path manifest = blob(layout, strings(layout.resolve("index.json"), "digest").get(0));
    List<String> digests = strings(manifest, "digest");
    Path root = Files.createDirectories(directory.resolve("root"));
    List<List<String>> layers = new ArrayList<>();
    for (String layer : digests.subList(1, digests.size())) {
      String files =
          run(
              List.of(
                  "tar",
                  "--warning=no-unknown-keyword",
                  "-xvzf",
                  blob(layout, layer).toString(),
                  "-C",
                  root.toString()));
      layers.add(files.lines().toList());
    }
    String config = Files.readString(blob(layout, digests.get(0)));
    return new UnpackedImage(directory, root, config, layers);
  }

  /** Returns the directory that is the container's root. */
  Path root() {
    return root;
  }

  /** Returns the paths in each layer, from the lowest layer. */
  List<List<String>> layers() {
    return layers;
  }

  /** Returns the image's configuration, which is JSON. */
  String config() {
    return config;
  }

  /** Returns how the program is started, without arguments. */
  List<String> entrypoint() throws IOException {
    try (JsonParser json = new JsonFactory().createParser(config)) {
      while (!"Entrypoint".equals(json.currentName())
          || json.currentToken() != JsonToken.START_ARRAY) {
        json.nextToken();
      }
      List<String> words = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        words.add(json.getText());
      }
      return words;
    }
  }

  /**
   * Runs the program with the directory as its root and nothing else of the machine's in sight than
   * these directories. Returns its output. Fails if it does not end with this code.
   */
  String run(int exitCode, Map<String, String> environment, List<Path> volumes, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(entrypoint());
    words.addAll(List.of(arguments));
    Result result = execute(Contained.in(directory, root, volumes, environment).command(words));
    if (result.exitCode() != exitCode) {
      throw new AssertionError("exit code " + result.exitCode() + ":\n" + result.printed());
    }
    return result.printed();
  }

  private static String run(List<String> command) throws IOException {
    Result result = execute(command);
    if (result.exitCode() != 0) {
      throw new AssertionError(command + ": " + result.exitCode() + ":\n" + result.printed());
    }
    return result.printed();
  }

  private static Result execute(List<String> command) throws IOException {
    Path output = Files.createTempFile("image", ".log");
    output.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            command + " runs on after " + BOUND_SECONDS + " s:\n" + Files.readString(output));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Result(process.exitValue(), Files.readString(output));
  }

  private static Path blob(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  /** Returns every text under this name, in the order of the file. */
  private static List<String> strings(Path file, String name) {
    List<String> found = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && name.equals(json.currentName())) {
          found.add(json.getText());
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Result(int exitCode, String printed) {}
}
