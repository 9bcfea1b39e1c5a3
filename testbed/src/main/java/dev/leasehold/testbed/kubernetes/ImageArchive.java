// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.JsonHttp;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes an image of files, without an engine and without a base: an archive as {@code docker save}
 * writes it, of one layer that is not compressed. Everything in it belongs to root and may be read
 * by all; its user is {@value #USER}.
 */
public final class ImageArchive {
  private static final String USER = "10001:10001";
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  private final String name;
  private final List<Entry> entries = new ArrayList<>();
  private List<String> entrypoint = List.of();

  /**
   * An empty image.
   *
   * @param name with registry and tag; a node looks for it by this name
   */
  public ImageArchive(String name) {
    this.name = name;
  }

  /**
   * Returns the name of the image in an archive as {@code docker save} writes it.
   *
   * @throws TestBedException where there is none
   */
  public static String nameOf(Path archive) {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("manifest.json")) {
          return new ObjectMapper().readTree(tar.readAllBytes()).at("/0/RepoTags/0").asText();
        }
      }
    } catch (IOException e) {
      throw new TestBedException("cannot read the image " + archive, e);
    }
    throw new TestBedException(archive + " is no image of docker save: it has no manifest.json");
  }

  /** Adds a file, or the target of a link, under a path without a leading slash. */
  public ImageArchive file(Path file, String path) {
    entries.add(new Entry(file, path));
    return this;
  }

  /** Adds all files below a directory, under their paths from there, below another path. */
  public ImageArchive files(Path directory, String path) {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(file -> file(file, path + directory.relativize(file)));
      return this;
    } catch (IOException e) {
      throw new TestBedException("cannot read " + directory, e);
    }
  }

  /** Sets the command of a container that names none. */
  public ImageArchive entrypoint(String... command) {
    entrypoint = List.of(command);
    return this;
  }

  /** Writes the archive and returns its path. */
  public Path write(Path archive) {
    try {
      Path layer = Files.createTempFile(archive.toAbsolutePath().getParent(), ".layer-", "");
      String digest = writeLayer(layer);
      writeArchive(archive, layer, digest);
      Files.delete(layer);
      return archive;
    } catch (IOException e) {
      throw new TestBedException("cannot write the image " + archive, e);
    }
  }

  private void writeArchive(Path archive, Path layer, String digest) throws IOException {
    Map<String, ?> manifest =
        Map.of(
            "Config", "config.json",
            "RepoTags", List.of(name),
            "Layers", List.of("layer.tar"));
    try (TarArchiveOutputStream tar = tar(Files.newOutputStream(archive))) {
      add(tar, "layer.tar", layer, PLAIN);
      addJson(tar, "config.json", configuration(digest));
      addJson(tar, "manifest.json", List.of(manifest));
    }
  }

  private Map<String, ?> configuration(String digest) {
    Map<String, ?> config = Map.of("User", USER, "Entrypoint", entrypoint, "WorkingDir", "/");
    Map<String, ?> files = Map.of("type", "layers", "diff_ids", List.of("sha256:" + digest));
    return Map.of("architecture", "amd64", "os", "linux", "config", config, "rootfs", files);
  }

  private String writeLayer(Path layer) throws IOException {
    MessageDigest sha256 = sha256();
    try (TarArchiveOutputStream tar =
        tar(new DigestOutputStream(Files.newOutputStream(layer), sha256))) {
      for (Entry entry : entries) {
        boolean executable = Files.isExecutable(entry.file());
        add(tar, entry.path(), entry.file(), executable ? EXECUTABLE : PLAIN);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static TarArchiveOutputStream tar(OutputStream output) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(output));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  private static void add(TarArchiveOutputStream tar, String path, Path file, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setMode(mode);
    entry.setModTime(Files.getLastModifiedTime(file)); // Python's compiled files name it.
    entry.setSize(Files.size(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  private static void addJson(TarArchiveOutputStream tar, String path, Object json)
      throws IOException {
    byte[] content = JsonHttp.text(json).getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new TestBedException("this JVM has no SHA-256", e);
    }
  }

  private record Entry(Path file, String path) {}
}
