// SPDX-License-Identifier: Apache-2.0
// Has src/build/runtime lay out the files of the image.
import java.nio.file.Files
import java.nio.file.Path

def target = Path.of(project.build.directory, 'image')
def builder = new ProcessBuilder(
    "${project.basedir}/src/build/runtime", "${target.resolve('root')}", project.build.directory, agent).redirectErrorStream(true)
builder.environment().put('IMAGE_JDK', jdk ?: '')
Files.createDirectories(target)
def process = builder.start()
process.inputStream.eachLine { log.info(it) }
if (process.waitFor() != 0) {
  throw new IllegalStateException("the image's file system could not be laid out, see above")
}
