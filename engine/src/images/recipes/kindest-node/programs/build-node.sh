#!/bin/sh
# Builds the one binary of a node, with the version that its programs tell.
# Use: build-node.sh BINARY VERSION_FILE
set -eu
cd "$(dirname "$0")/node"
version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
minor=${version#v1.}
flags='-s -w'
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags="$flags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  flags="$flags -X $package.gitTreeState=clean -X $package.buildDate=1970-01-01T00:00:00Z"
done
go build -ldflags "$flags" -o "$1" .
printf %s "$version" > "$2"
