// SPDX-License-Identifier: Apache-2.0
// Makes an image of the files that layout.groovy has laid out: an OCI layout and a Docker archive, without Docker. The build binds "base" and
// "directory", where they go.
import com.google.cloud.tools.jib.api.Containerizer
import com.google.cloud.tools.jib.api.Jib
import com.google.cloud.tools.jib.api.TarImage
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer
import com.google.cloud.tools.jib.api.buildplan.FilePermissions
import com.google.cloud.tools.jib.api.buildplan.ImageFormat
import com.google.cloud.tools.jib.api.buildplan.Platform

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

def output = Path.of(directory)
def root = Path.of(project.build.directory, 'image', 'root')
def home = '/opt/leasehold'

// What changes least comes first: a new program is a new last layer alone.
def layers = ['system', 'runtime', 'libraries', 'program'].collectEntries { [it, FileEntriesLayer.builder().setName(it)] }
def layerOf = { String path ->
  path.startsWith("$home/java/") ? 'runtime' : path.startsWith("$home/lib/") ? 'libraries' : path.startsWith(home) ? 'program' : 'system'
}
Files.walk(root).withCloseable { files ->
  files.filter { Files.isRegularFile(it) }.sorted().forEach { Path file ->
    def path = '/' + root.relativize(file)
    def mode = FilePermissions.fromOctalString(Files.isExecutable(file) ? '555' : '444')
    layers[layerOf(path)].addEntry(file, AbsoluteUnixPath.get(path), mode, Instant.ofEpochSecond(1))
  }
}
if (base != 'scratch') { // It has what the run-time is linked with.
  layers.remove('system')
}

def entrypoint = ["$home/java/bin/java".toString(), "@$home/arguments".toString()]
Files.createDirectories(output)
Files.write(output.resolve('entrypoint'), entrypoint) // For whoever runs the directory without an engine.
// Jib takes a layer from its cache whose files have the same names and times, and here every file is of one time.
def layersCache = output.resolve('cache')
layersCache.toFile().deleteDir()
[(ImageFormat.OCI): 'leasehold-sidecar-oci.tar', (ImageFormat.Docker): 'leasehold-sidecar-docker.tar'].each { format, name ->
  def image = base == 'scratch' ? Jib.fromScratch() : Jib.from(base)
  image.setFormat(format)
      .setPlatforms([new Platform('amd64', 'linux')] as Set)
      .setFileEntriesLayers(layers.values()*.build())
      .setEntrypoint(entrypoint)
      .setUser('10001:10001')
      .setEnvironment([PATH: "$home/java/bin:/usr/bin:/bin".toString()])
      .setCreationTime(Instant.EPOCH)
      .addLabel('org.opencontainers.image.title', 'Leasehold sidecar')
      .addLabel('org.opencontainers.image.version', project.version)
      .addLabel('org.opencontainers.image.licenses', 'Apache-2.0')
  def built = image.containerize(
      Containerizer.to(TarImage.at(output.resolve(name)).named("leasehold-sidecar:${project.version}".toString()))
          .setApplicationLayersCache(layersCache)
          .setBaseImageLayersCache(output.resolve('base-cache'))
          .setToolName('leasehold'))
  log.info("image: $name, ${built.digest}, ${(Files.size(output.resolve(name)) / 1_000_000).setScale(1, java.math.RoundingMode.HALF_UP)} MB")
}
