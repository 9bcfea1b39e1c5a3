// SPDX-License-Identifier: Apache-2.0
// Makes an image of the directory that src/build/runtime lays out: an OCI layout and a Docker archive, without Docker.
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

def property = { name -> session.userProperties.getProperty(name) ?: project.properties.getProperty(name) }
def target = Path.of(project.build.directory, 'image')
def root = target.resolve('root')
def base = property('leasehold.image.base')
def home = '/opt/leasehold'

def jdk = property('leasehold.image.jdk')
def builder = new ProcessBuilder(
    "${project.basedir}/src/build/runtime", "$root", project.build.directory, property('leasehold.image.agent')).redirectErrorStream(true)
builder.environment().putAll(IMAGE_JDK: jdk ?: '', BASE_HAS_LIBC: "${base != 'scratch'}".toString())
Files.createDirectories(target)
def process = builder.start()
process.inputStream.eachLine { log.info(it) }
if (process.waitFor() != 0) {
  throw new IllegalStateException("the image's file system could not be laid out, see above")
}

// What changes least comes first: a new program is a new last layer alone.
def layers = [system: '/', runtime: "$home/java", libraries: "$home/lib", program: home].collectEntries { [it.key, FileEntriesLayer.builder().setName(it.key)] }
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

def entrypoint = ["$home/java/bin/java".toString(), "@$home/arguments".toString()]
Files.write(target.resolve('entrypoint'), entrypoint) // For whoever runs the directory without an engine.
// Jib takes a layer from its cache whose files have the same names and times, and here every file is of one time.
def layersCache = target.resolve('cache')
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
      Containerizer.to(TarImage.at(target.resolve(name)).named("leasehold-sidecar:${project.version}".toString()))
          .setApplicationLayersCache(layersCache)
          .setBaseImageLayersCache(target.resolve('base-cache'))
          .setToolName('leasehold'))
  log.info("image: $name, ${built.digest}, ${(Files.size(target.resolve(name)) / 1_000_000).setScale(1, java.math.RoundingMode.HALF_UP)} MB")
}
