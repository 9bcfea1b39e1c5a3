// SPDX-License-Identifier: Apache-2.0
// Resolves each line of libraries.txt, and of servers.txt where leasehold.servers names one, as Maven resolves a dependency: same repositories, same cache, same settings.
import org.eclipse.aether.RepositorySystem
import org.eclipse.aether.artifact.DefaultArtifact
import org.eclipse.aether.collection.CollectRequest
import org.eclipse.aether.graph.Dependency
import org.eclipse.aether.resolution.DependencyRequest

import java.nio.file.Files
import java.nio.file.StandardCopyOption

def list = new File(project.basedir, 'libraries.txt')
def target = new File(project.build.directory, 'libraries')
def copied = new File(target, 'libraries.txt')
def wanted = session.userProperties.getProperty('leasehold.servers') ?: project.properties.getProperty('leasehold.servers')
def servers = new File(project.basedir, 'servers.txt').readLines().findAll { wanted && it.contains(wanted) }
def missing = servers.findAll { !new File(target, it.split(':')[1..2].join('-')).exists() }
if (copied.exists() && copied.text == list.text && !missing) {
  return
}
def system = session.container.lookup(RepositorySystem)
(list.readLines() + servers).findAll { it && !it.startsWith('#') }.each { line ->
  def library = new DefaultArtifact(line)
  def directory = new File(target, "${library.artifactId}-${library.version}")
  def collect = new CollectRequest([new Dependency(library, 'runtime')], [], project.remoteProjectRepositories)
  def request = new DependencyRequest(collect, null)
  directory.mkdirs()
  system.resolveDependencies(session.repositorySession, request).artifactResults*.artifact*.file.each {
    Files.copy(it.toPath(), new File(directory, it.name).toPath(), StandardCopyOption.REPLACE_EXISTING)
  }
}
copied.text = list.text
