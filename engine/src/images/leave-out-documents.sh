#!/bin/sh
# A hook of mmdebstrap, for when the first packages are extracted: takes away what Debian's own slim images leave out, and
# tells dpkg to leave it out from then on. mmdebstrap's options for it start a filter for every package, which is a third of
# all the time that a root takes.
# Use: leave-out-documents.sh ROOT
set -eu
cat > "$1/etc/dpkg/dpkg.cfg.d/slim" << 'END'
path-exclude=/usr/share/man/*
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/locale/*
END
find "$1/usr/share/man" "$1/usr/share/locale" -mindepth 1 -delete
find "$1/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
find "$1/usr/share/doc" -mindepth 1 -type d -empty -delete
