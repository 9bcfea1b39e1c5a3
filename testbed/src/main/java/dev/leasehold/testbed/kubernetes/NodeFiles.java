// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The files of a node, and the commands of its processes. */
final class NodeFiles {
  /** The kubelet's address, and that of the machine's servers as pods see it. */
  static final String ADDRESS = "10.88.0.1";

  private static final String PAUSE = "testbed.example/pause:1";
  private static final String SCRIPT = "node.sh";

  private static final String CONTAINERD =
      """
      version = 2
      root = "%1$s/containerd"
      state = "/run/containerd"
      disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
        "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]
      [grpc]
      address = "/run/containerd/containerd.sock"
      [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "%2$s"
      restrict_oom_score_adj = true
      disable_apparmor = true
      [plugins."io.containerd.grpc.v1.cri".containerd]
      snapshotter = "overlayfs"
      [plugins."io.containerd.grpc.v1.cri".cni]
      bin_dir = "%3$s"
      conf_dir = "%1$s/cni"
      """;

  /** Each pod has a pair of interfaces of its own to the node's namespace; no bridge, no rules. */
  private static final String NETWORK =
      """
      {
        "cniVersion": "1.0.0",
        "name": "pods",
        "plugins": [
          {
            "type": "ptp",
            "ipam": {
              "type": "host-local",
              "dataDir": "/run/cni",
              "routes": [{"dst": "0.0.0.0/0"}],
              "ranges": [[{"subnet": "10.88.0.0/16", "rangeStart": "10.88.1.1", "gateway": "%s"}]]
            }
          }
        ]
      }
      """;

  private static final String KUBELET =
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
      authorization: {mode: AlwaysAllow}
      address: %2$s
      cgroupDriver: cgroupfs
      cgroupRoot: /%3$s
      containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
      enforceNodeAllocatable: []
      evictionHard: {memory.available: 1Mi, nodefs.available: 0.1%%, imagefs.available: 0.1%%}
      failCgroupV1: false
      failSwapOn: false
      featureGates: {ImageVolume: true} # As the API server has it.
      imageGCHighThresholdPercent: 100
      makeIPTablesUtilChains: false
      podLogsDir: %1$s/pods
      resolvConf: ""
      volumePluginDir: %1$s/volume-plugins
      """;

  private final Path directory = ServerDirectory.create("node");
  private final Path controllers = ServerDirectory.create("kubernetes-controllers");
  private final Path debian;
  private final Path programs;
  private final Path kubernetes;

  NodeFiles() {
    this.debian = unpackContainerd();
    this.programs = ServerBuild.directory("node");
    this.kubernetes = ServerBuild.directory("kubernetes").resolve("kubernetes");
  }

  /**
   * Unpacks containerd, the programs with which it runs containers, and network plugins, at the
   * first call.
   */
  static Path unpackContainerd() {
    return ServerBuild.directory("containerd");
  }

  /** The control group of all pods. */
  String cgroup() {
    return Objects.requireNonNull(directory.getFileName()).toString();
  }

  /** Writes everything that the programs read. */
  void write(List<Path> images) {
    Path plugins = debian.resolve("usr/lib/cni");
    Path pluginsHere = Files.isDirectory(plugins) ? plugins : Path.of("/usr/lib/cni");
    try {
      Files.createDirectories(directory.resolve("cni"));
      Files.createDirectories(directory.resolve("images"));
      Files.createDirectories(pods());
      write("containerd.toml", CONTAINERD.formatted(directory, PAUSE, pluginsHere));
      write("cni/pods.conflist", NETWORK.formatted(ADDRESS));
      write("kubelet.yaml", KUBELET.formatted(directory, ADDRESS, cgroup()));
      write(SCRIPT, script());
      new ImageArchive(PAUSE)
          .file(programs.resolve("pause"), "pause")
          .entrypoint("/pause")
          .write(directory.resolve("images/pause.tar"));
      for (Path image : images) {
        Files.createSymbolicLink(
            directory.resolve("images").resolve(Objects.requireNonNull(image.getFileName())),
            image.toAbsolutePath());
      }
    } catch (IOException e) {
      throw new TestBedException("cannot write the files of a node", e);
    }
  }

  /** Where the kubelet writes the output of containers. */
  Path pods() {
    return directory.resolve("pods");
  }

  Launch node(Path kubeconfig, int proxyPort, List<Integer> ports) {
    String path =
        debian.resolve("usr/bin") + ":" + debian.resolve("usr/sbin") + ":" + System.getenv("PATH");
    String libraries = debian.resolve("usr/lib/x86_64-linux-gnu").toString();
    List<String> command =
        List.of(
            "env",
            "PATH=" + path,
            "LD_LIBRARY_PATH=" + libraries,
            programs.resolve("node").toString(),
            "--cgroup=" + cgroup(),
            "--address=" + ADDRESS,
            "--proxy=127.0.0.1:" + proxyPort,
            "--pass=" + ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "--",
            "sh",
            directory.resolve(SCRIPT).toString(),
            directory.toString(),
            cgroup(),
            kubernetes.toString(),
            kubeconfig.toString());
    return new Launch("node", command, directory, "TERM");
  }

  Launch controllers(Path kubeconfig, Path authority) {
    return launch(
        "kube-controller-manager",
        "--kubeconfig=" + kubeconfig,
        "--root-ca-file=" + authority,
        "--leader-elect=false",
        "--secure-port=0",
        "--flex-volume-plugin-dir=" + controllers.resolve("volume-plugins"));
  }

  Launch scheduler(Path kubeconfig) {
    return launch(
        "kube-scheduler", "--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0");
  }

  void remove() {
    ServerDirectory.remove(directory);
    ServerDirectory.remove(controllers);
  }

  private Launch launch(String component, String... flags) {
    List<String> command = new ArrayList<>(List.of(kubernetes.toString(), component));
    command.addAll(List.of(flags));
    return new Launch(component, command, controllers, "KILL");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static String script() throws IOException {
    try (InputStream script = NodeFiles.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new TestBedException(SCRIPT + " is not beside " + NodeFiles.class);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
