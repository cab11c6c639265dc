#!/bin/sh
# Starts Valkey as the user valkey, never as root. Options and *.conf files are meant for the server; VALKEY_EXTRA_FLAGS are
# further options. Debian's server refuses clients of other machines unless it has a password, the official image's does not.
set -e
case "$1" in
  -* | *.conf) set -- valkey-server "$@" ;;
esac
case "$1" in
  valkey-server | redis-server) ;;
  *) exec "$@" ;;
esac

if [ "$(id -u)" = 0 ]; then
  find /data \! -user valkey -exec chown valkey '{}' +
  exec setpriv --reuid=valkey --regid=valkey --clear-groups --inh-caps=-all "$0" "$@"
fi

named=no
for word in "$@" "$VALKEY_EXTRA_FLAGS"; do
  case "$word" in
    *protected-mode*) named=yes ;;
    *.conf) ! grep -qs '^ *protected-mode' "$word" || named=yes ;;
  esac
done
[ $named = yes ] || set -- "$@" --protected-mode no
# Words of the caller, split as the server's options.
# shellcheck disable=SC2086
exec "$@" ${VALKEY_EXTRA_FLAGS:-}
