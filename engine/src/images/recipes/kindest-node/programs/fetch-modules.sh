#!/bin/sh
# Fetches the modules that programs are built of. A connection to a module proxy can stall for ever (Go sets no limit to
# a download), so that a fetch that takes long is begun anew; what came stays.
# Use: fetch-modules.sh FOLDER...
set -eu
for folder in "$@"; do
  (
    cd "$folder"
    for try in 1 2 3; do
      timeout 180 go list -deps . > /dev/null && exit 0
      echo "$folder: the modules did not all come at try $try" >&2
    done
    exit 1
  )
done
