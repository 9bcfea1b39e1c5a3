# SPDX-License-Identifier: Apache-2.0
# Runs containerd and the kubelet as process 1 of namespaces of its own (servers/node).
#
#   sh node.sh DIRECTORY CGROUP KUBERNETES KUBECONFIG
#
# DIRECTORY has containerd.toml, kubelet.yaml and images. The lines of both programs go to standard output.
set -eu
directory=$1 cgroup=$2 kubernetes=$3 kubeconfig=$4

mount --make-rprivate /
mount -t proc proc /proc
# What is written here is gone with the node.
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/log
mkdir /run/written /run/work
mount -t overlay -o lowerdir=/var/lib,upperdir=/run/written,workdir=/run/work overlay /var/lib
# The kubelet would change these settings of the whole machine. It finds what it wants.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  path=${setting%=*}
  mkdir -p "/run/sys/${path%/*}"
  echo "${setting#*=}" >"/run/sys/$path"
  mount --bind "/run/sys/$path" "/proc/sys/$path"
done
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p "/sys/fs/cgroup/$cgroup"
else
  for hierarchy in /sys/fs/cgroup/*/; do
    mkdir -p "$hierarchy$cgroup" 2>/dev/null || true
  done
fi

containerd --config "$directory/containerd.toml" &
i=0
until ctr --address /run/containerd/containerd.sock version >/dev/null 2>&1; do
  i=$((i + 1))
  if [ "$i" -gt 300 ]; then
    echo "node: containerd does not answer within 30 s"
    exit 1
  fi
  sleep 0.1
done
for image in "$directory"/images/*.tar; do
  ctr --address /run/containerd/containerd.sock --namespace k8s.io images import --no-unpack "$image"
done
"$kubernetes" kubelet --config="$directory/kubelet.yaml" --kubeconfig="$kubeconfig" --hostname-override=node \
  --node-ip=10.88.0.1 --root-dir="$directory/kubelet" --cert-dir="$directory/kubelet-certificates" &
wait $!
