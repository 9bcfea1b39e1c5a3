// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node that runs pods, and the controllers and the scheduler of its cluster. Kubelet and
 * containerd are processes of the machine, in network, mount and PID namespaces of their own. With
 * the last of these processes the kernel removes their mounts and interfaces.
 *
 * <p>Safe for use by many threads, but for {@link #close}.
 */
public final class KubernetesNode implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final ControlPlane controlPlane;
  private final NodeFiles files = new NodeFiles();
  private final int proxyPort = Ports.free();
  private final List<ServerProcess> processes = new ArrayList<>();

  private KubernetesNode(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** The reason why this machine can have no node; empty where it can. */
  public static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("a Kubernetes node needs root");
    }
    if (!Files.isReadable(Path.of("/dev/kmsg"))) {
      return Optional.of("a Kubernetes node needs /dev/kmsg");
    }
    try {
      Path here = Path.of("/");
      Command.run(here, List.of("unshare", "--mount", "--net", "--pid", "--ipc", "--fork", "true"));
      Path group = Files.createTempDirectory(groups(), "leasehold-");
      Files.delete(group);
      enableControllers();
      mountLayers();
    } catch (TestBedException | IOException e) {
      return Optional.of("a Kubernetes node needs namespaces and control groups: " + e);
    }
    try {
      NodeFiles.unpackContainerd();
      return Optional.empty();
    } catch (TestBedException e) {
      return Optional.of("a Kubernetes node needs containerd: " + e.getMessage());
    }
  }

  /**
   * The kubelet's group gets the controllers of the root's children; a container's engine enables
   * them, too.
   */
  private static void enableControllers() throws IOException {
    Path root = Path.of("/sys/fs/cgroup");
    Path known = root.resolve("cgroup.controllers");
    if (Files.exists(known)) {
      List<String> names = List.of(Files.readString(known).trim().split(" "));
      for (String name : List.of("cpu", "cpuset", "memory", "hugetlb", "pids")) {
        if (names.contains(name)) {
          Files.writeString(root.resolve("cgroup.subtree_control"), "+" + name);
        }
      }
    }
  }

  /** Mounts as containerd mounts an image, which a folder that is itself made of layers refuses. */
  private static void mountLayers() {
    Path directory = ServerDirectory.create("layers");
    try {
      String mount =
          "mkdir lower upper work merged"
              + " && mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay merged";
      Command.run(directory, List.of("unshare", "--mount", "sh", "-c", mount));
    } finally {
      ServerDirectory.remove(directory);
    }
  }

  /** The hierarchy that counts memory (cgroups(7)), or the only hierarchy. */
  private static Path groups() {
    Path root = Path.of("/sys/fs/cgroup");
    return Files.exists(root.resolve("cgroup.controllers")) ? root : root.resolve("memory");
  }

  /**
   * Starts controllers, scheduler and node, and returns when pods can be run.
   *
   * @param ports of servers on 127.0.0.1 that pods reach at {@link #address}
   * @param images archives of images that pods may have; nothing is pulled
   */
  public static KubernetesNode launch(
      ControlPlane controlPlane, List<Integer> ports, List<Path> images) {
    KubernetesNode node = new KubernetesNode(controlPlane);
    try {
      node.start(ports, images);
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Where a pod reaches the servers of the machine. */
  public String address() {
    return NodeFiles.ADDRESS;
  }

  /** Leads a client of HTTP, without TLS, to the addresses of pods. */
  public ProxySelector proxy() {
    return ProxySelector.of(new InetSocketAddress("127.0.0.1", proxyPort));
  }

  /**
   * The lines that a container has printed in all its runs so far. Empty before, and once the
   * kubelet has removed the pod.
   *
   * @param pod its name, or the part of it that all pods of a Deployment or Job share
   */
  public List<String> log(String namespace, String pod, String container) {
    List<String> lines = new ArrayList<>();
    for (Path file : logs(namespace + "_" + pod, container)) {
      try {
        Files.readAllLines(file).stream().map(KubernetesNode::message).forEach(lines::add);
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        throw new TestBedException("cannot read " + file, e);
      }
    }
    return lines;
  }

  /**
   * Keeps the output of a container from now on, for when the kubelet has removed the pod.
   *
   * @param pod its name, or the part of it that several pods share
   */
  public KeptLogs keepLogs(String namespace, String pod, String container) {
    return KeptLogs.of(() -> logs(namespace + "_" + pod, container));
  }

  /**
   * The file that the kubelet writes a container's first run to. It has the lines of the container,
   * each with a time before it. Empty before that run has begun.
   *
   * @param pod as for {@link #log}
   */
  public Optional<Path> firstLog(String namespace, String pod, String container) {
    return logs(namespace + "_" + pod, container).stream().findFirst();
  }

  /** A line as the container runtime interface has it: time, stream, F or P, and the text. */
  static String message(String line) {
    String[] parts = line.split(" ", 4);
    return parts[parts.length - 1];
  }

  private List<Path> logs(String pod, String container) {
    return list(files.pods()).stream()
        .filter(directory -> String.valueOf(directory.getFileName()).startsWith(pod))
        .flatMap(
            directory ->
                list(directory.resolve(container)).stream()
                    .sorted(Comparator.comparingInt(KubernetesNode::run)))
        .toList();
  }

  /** The files in a directory; none if it is gone. */
  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new TestBedException("cannot list " + directory, e);
    }
  }

  private static int run(Path log) {
    return Integer.parseInt(String.valueOf(log.getFileName()).replaceFirst("\\..*", ""));
  }

  /** Ends all pods and the node, and removes the files that they have left. */
  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).stop("TERM", STOP);
    }
    files.remove();
  }

  /** The node's files outside of its namespaces: none, once it is closed. */
  public List<Path> remains() {
    String name = files.cgroup();
    Path groups = Path.of("/sys/fs/cgroup");
    return Stream.concat(
            Stream.of(files.pods(), groups.resolve(name)),
            list(groups).stream().map(hierarchy -> hierarchy.resolve(name)))
        .filter(Files::exists)
        .toList();
  }

  private void start(List<Integer> ports, List<Path> images) {
    files.write(images);
    Path kubeconfig = controlPlane.kubeconfig();
    run(files.controllers(kubeconfig, controlPlane.caCertificate()));
    run(files.scheduler(kubeconfig));
    List<Integer> passed = new ArrayList<>(ports);
    passed.add(controlPlane.port());
    run(files.node(kubeconfig, proxyPort, passed)).awaitReady(START, this::isReady);
  }

  private ServerProcess run(Launch launch) {
    ServerProcess process = ServerProcess.start(launch);
    processes.add(process);
    return process;
  }

  private boolean isReady() {
    JsonNode node = controlPlane.api().read("/api/v1/nodes").at("/items/0");
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True")
            && node.at("/spec/taints").isEmpty();
      }
    }
    return false;
  }
}
