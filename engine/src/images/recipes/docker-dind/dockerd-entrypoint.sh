#!/bin/sh
# Starts a Docker daemon inside a container, on its socket and, without TLS, on port 2375. No arguments and options are
# meant for dockerd; a command is run as it is. TLS, which the official image has unless DOCKER_TLS_CERTDIR is empty,
# this one has not.
set -eu

case "${1:--}" in
  -*)
    if [ -n "${DOCKER_TLS_CERTDIR:-}" ]; then
      echo 'this image has no TLS: set DOCKER_TLS_CERTDIR to nothing' >&2
      exit 2
    fi
    set -- dockerd --host unix:///var/run/docker.sock --host tcp://0.0.0.0:2375 --tls=false "$@"
    ;;
esac
[ "$1" = dockerd ] || exec "$@"

# Networks of its own, apart from those of the daemon outside.
set -- "$@" --bip 10.199.0.1/24 --default-address-pool base=10.200.0.0/16,size=24

# A container that could not be started privileged has read-only system mounts.
awk '$2 == "/sys" || $2 ~ "^/sys/fs/cgroup" { print $2, $4 }' /proc/mounts | while read -r mount options; do
  case ",$options," in
    *,ro,*) mount -o remount,bind,rw "$mount" ;;
  esac
done
[ -e /dev/kmsg ] || mknod /dev/kmsg c 1 11

# On cgroup v2 a group with processes of its own cannot hand controllers on (Documentation/admin-guide/cgroup-v2.rst,
# "No Internal Process Constraint").
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  xargs -rn1 < /sys/fs/cgroup/cgroup.procs > /sys/fs/cgroup/init/cgroup.procs || true
  sed -e 's/ / +/g' -e 's/^/+/' < /sys/fs/cgroup/cgroup.controllers > /sys/fs/cgroup/cgroup.subtree_control
fi

find /run -name 'docker*.pid' -delete
exec "$@"
