#!/bin/sh
# Options, and words that are no program, are meant for node.
set -e
case "$1" in
  -*) set -- node "$@" ;;
  *) command -v "$1" > /dev/null 2>&1 || set -- node "$@" ;;
esac
exec "$@"
