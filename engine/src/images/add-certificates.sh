#!/bin/sh
# A hook of mmdebstrap: adds to a root those certificates that the host trusts and Debian does not bring.
# They become local ones: written over the bundle alone, they would be lost when a package makes the bundle anew.
# Use: add-certificates.sh HOST_BUNDLE ROOT
set -eu
added="$2/usr/local/share/ca-certificates/host.crt"
mkdir -p "$(dirname "$added")"
# One record per certificate; the first file's are known, the second file's are printed unless they are.
awk -v RS='-----END CERTIFICATE-----\n' '
  { sub(/^.*-----BEGIN/, "-----BEGIN") }
  FNR == NR { known[$0] = 1; next }
  /BEGIN/ && !($0 in known) { printf "%s%s", $0, RS }
' "$2/etc/ssl/certs/ca-certificates.crt" "$1" > "$added"
if [ -s "$added" ]; then chroot "$2" update-ca-certificates; else rm "$added"; fi
