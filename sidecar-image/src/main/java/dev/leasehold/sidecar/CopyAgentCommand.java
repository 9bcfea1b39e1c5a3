// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;

/** Puts the agent's jar on a volume, for JVMs that are attached to by JAVA_TOOL_OPTIONS. */
final class CopyAgentCommand implements Callable<Integer> {

  private static final String JAR = "leasehold-agent.jar";

  private final Path directory;

  CopyAgentCommand(ModeArguments arguments) {
    this.directory = Path.of(arguments.operands().get(0));
  }

  @Override
  public Integer call() throws SidecarException {
    Path jar = beside().resolve(JAR);
    if (!Files.isRegularFile(jar)) {
      throw new SidecarException(
          ExitCode.NO_AGENT,
          "there is no "
              + jar
              + "; use the image that the build of sidecar-image makes, which has the agent in it");
    }
    Path copy = directory.resolve(JAR);
    try {
      Path unfinished = Files.createTempFile(directory, ".", ".jar");
      try {
        Files.copy(jar, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("r--r--r--"));
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new SidecarException(
          ExitCode.CANNOT_WRITE, "cannot write " + copy + " (" + e + "); check the volume");
    }
    return ExitCode.OK.status();
  }

  private static Path beside() throws SidecarException {
    try {
      Path own =
          Path.of(
              CopyAgentCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own.resolveSibling(".");
    } catch (URISyntaxException e) {
      throw new SidecarException(ExitCode.INTERNAL, e);
    }
  }
}
