// SPDX-License-Identifier: Apache-2.0
// Makes the image's bill of materials (CycloneDX): the libraries, the Java run-time with its modules, and the packages of the system with
// the files that are of them. Reads what src/build/runtime has laid out. CycloneDX's own plugin for Maven needs the network and knows the
// libraries only.
import org.cyclonedx.Version
import org.cyclonedx.generators.BomGeneratorFactory
import org.cyclonedx.model.Bom
import org.cyclonedx.model.Component
import org.cyclonedx.model.Hash
import org.cyclonedx.model.Metadata
import org.cyclonedx.model.Property
import org.cyclonedx.parsers.JsonParser
import org.cyclonedx.util.BomUtils

import java.nio.file.Files
import java.nio.file.Path

def target = Path.of(project.build.directory)
def root = target.resolve('image').resolve('root')
def file = target.resolve('image').resolve('leasehold-sidecar-sbom.json')
def version = Version.VERSION_16
def sha256 = { Path path -> BomUtils.calculateHashes(path.toFile(), version).find { it.algorithm == Hash.Algorithm.SHA_256.spec } }

def bom = new Bom()
bom.metadata = new Metadata(timestamp: null, component: new Component(type: Component.Type.CONTAINER, name: 'leasehold-sidecar',
    version: project.version, bomRef: 'leasehold-sidecar'))

// The libraries, by their coordinates. The agent's own bill names what is in its jar.
def home = root.resolve('opt/leasehold')
def library = { String group, String name, String version_, Path jar ->
  bom.addComponent(new Component(type: Component.Type.LIBRARY, group: group, name: name, version: version_,
      purl: "pkg:maven/$group/$name@$version_?type=jar", bomRef: "pkg:maven/$group/$name@$version_", hashes: [sha256(jar)]))
}
library(project.groupId, project.artifactId, project.version, home.resolve('leasehold-sidecar.jar'))
library(project.groupId, 'leasehold-agent', project.version, home.resolve('leasehold-agent.jar'))
project.artifacts.findAll { it.scope in ['compile', 'runtime'] }.sort { "$it.groupId:$it.artifactId" }.each {
  library(it.groupId, it.artifactId, it.version, home.resolve('lib').resolve("${it.artifactId}.jar"))
}

// The run-time: the JDK's own words, and its modules.
def release = new Properties()
Files.newBufferedReader(root.resolve('opt/leasehold/java/release')).withCloseable { release.load(it) }
def word = { String name -> release.getProperty(name, '').replace('"', '') }
def runtime = new Component(type: Component.Type.PLATFORM, name: 'java-runtime', publisher: word('IMPLEMENTOR') ?: null,
    version: word('JAVA_RUNTIME_VERSION') ?: word('JAVA_VERSION'), bomRef: 'java-runtime')
word('MODULES').split(' ').each { runtime.addProperty(new Property(name: 'leasehold:module', value: it)) }
bom.addComponent(runtime)

// What came from the system: a line "file, package, version, architecture" for each, the last three empty where no package manager knows it.
// With a base, it is the base's.
def ofTheSystem = base == 'scratch' ? Files.readAllLines(target.resolve('image').resolve('root.packages')) : []
ofTheSystem.collect { it.split('\t', -1) }.groupBy { it[1..3] }.each { owner, files ->
  def (name, release_, architecture) = owner
  def component = new Component(type: Component.Type.LIBRARY, bomRef: name ?: files[0][0])
  component.name = name ?: files[0][0]
  if (name) {
    component.version = release_
    component.purl = "pkg:deb/debian/$name@${URLEncoder.encode(release_, 'UTF-8')}?arch=$architecture"
  }
  files.each { line ->
    def path = line[0]
    component.addComponent(new Component(type: Component.Type.FILE, name: path, bomRef: "file:$path", hashes: [sha256(root.resolve(path.substring(1)))]))
  }
  bom.addComponent(component)
}

def json = BomGeneratorFactory.createJson(version, bom).toJsonString()
def faults = new JsonParser().validate(json, version)
if (faults) {
  throw new IllegalStateException("the bill of materials is not CycloneDX: $faults")
}
Files.writeString(file, json)
log.info("image: ${file.fileName}, ${bom.components.size()} components")
