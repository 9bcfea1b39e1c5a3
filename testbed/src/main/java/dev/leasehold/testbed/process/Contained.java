// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Commands with the root that they have in a container, without a container engine. The root has
 * the files of an image, the kernel's own, and some directories of the machine's.
 */
public final class Contained {

  private static final String ENTER =
      """
      #!/bin/sh
      root=$1; volumes=$2; shift 2
      for volume in /proc /dev $(echo "$volumes" | tr : ' '); do
        mkdir -p "$root$volume" && mount --rbind "$volume" "$root$volume" || exit
      done
      exec "$@"
      """;

  private static final String CHANGE_ROOT = "/usr/sbin/chroot";

  private final Path script;
  private final Path root;
  private final String volumes;
  private final Map<String, String> environment;

  private Contained(Path script, Path root, String volumes, Map<String, String> environment) {
    this.script = script;
    this.root = root;
    this.volumes = volumes;
    this.environment = environment;
  }

  /**
   * Makes the way in.
   *
   * @param directory takes a script
   * @param root the files of the image
   * @param volumes directories without blanks in their names
   * @param environment of the commands, and nothing else
   */
  public static Contained in(
      Path directory, Path root, List<Path> volumes, Map<String, String> environment)
      throws IOException {
    Path script = Files.writeString(directory.resolve("enter"), ENTER);
    String names = String.join(":", volumes.stream().map(Path::toString).toList());
    return new Contained(script, root, names, environment);
  }

  /**
   * Returns a command that replaces itself by the given command in there; no word of it has a
   * blank.
   */
  public List<String> command(List<String> words) {
    List<String> changed = new ArrayList<>(List.of(CHANGE_ROOT, root.toString()));
    changed.addAll(words);
    List<String> command = environment();
    command.addAll(around(changed));
    return command;
  }

  /**
   * Returns a command that replaces itself by the given command where the volumes are mounted. It
   * has the machine's root, from which any number of {@link #inside} commands can be run.
   */
  public List<String> around(List<String> words) {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/unshare", "--map-root-user", "--mount"));
    command.addAll(List.of("/bin/sh", script.toString(), root.toString(), volumes));
    command.addAll(words);
    return command;
  }

  /**
   * Returns the command that {@link #command} runs in there in the end, for use within {@link
   * #around}.
   */
  public List<String> inside(List<String> words) {
    List<String> command = environment();
    command.addAll(List.of(CHANGE_ROOT, root.toString()));
    command.addAll(words);
    return command;
  }

  private List<String> environment() {
    List<String> words = new ArrayList<>(List.of("env", "-i"));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    return words;
  }
}
