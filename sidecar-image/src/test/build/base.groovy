// SPDX-License-Identifier: Apache-2.0
// Makes the image that BaseImageIT's image begins with: what the run-time is linked with, and one file more. Its user, its entry point and
// its variable are its own.
import com.google.cloud.tools.jib.api.Containerizer
import com.google.cloud.tools.jib.api.Jib
import com.google.cloud.tools.jib.api.TarImage
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer
import com.google.cloud.tools.jib.api.buildplan.FilePermissions

import java.nio.file.Files
import java.nio.file.Path

def output = Files.createDirectories(Path.of(directory))
def root = Path.of(project.build.directory, 'image', 'root')
def layer = FileEntriesLayer.builder().setName('base')
['lib', 'lib64', 'usr/lib', 'etc'].collect { root.resolve(it) }.findAll { Files.exists(it) }.each {
  layer.addEntryRecursive(it, AbsoluteUnixPath.get("/${root.relativize(it)}"), { file, path -> FilePermissions.fromOctalString('755') })
}
layer.addEntry(Files.writeString(output.resolve('of-the-base'), 'a file of the base\n'), AbsoluteUnixPath.get('/of-the-base'))
Jib.fromScratch()
    .setFileEntriesLayers([layer.build()])
    .setUser('0')
    .setEntrypoint(['/of-the-base'])
    .addEnvironmentVariable('OF_THE_BASE', 'yes')
    .containerize(
        Containerizer.to(TarImage.at(output.resolve('base.tar')).named('base:1')).setApplicationLayersCache(output.resolve('cache')))
