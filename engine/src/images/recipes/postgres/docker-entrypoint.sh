#!/bin/bash
# Starts PostgreSQL as the user postgres, never as root. An empty PGDATA is initialised first, from these variables:
#   POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE), needed unless POSTGRES_HOST_AUTH_METHOD is trust
#   POSTGRES_USER, default postgres; POSTGRES_DB, default the user's name
#   POSTGRES_INITDB_ARGS; POSTGRES_HOST_AUTH_METHOD, default scram-sha-256
# Then every *.sql and *.sh in /docker-entrypoint-initdb.d runs once, in the order of names.
set -Eeuo pipefail

case "${1:-postgres}" in
  -*) set -- postgres "$@" ;;
esac
[ "$1" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=-all "$0" "$@"
fi

initialise() {
  local user=${POSTGRES_USER:-postgres} password=${POSTGRES_PASSWORD:-} method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  local database=${POSTGRES_DB:-$user}
  [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || password=$(< "$POSTGRES_PASSWORD_FILE")
  if [ -z "$password" ] && [ "$method" != trust ]; then
    echo 'Error: the database is not initialised and POSTGRES_PASSWORD is not set. Set it to a value that is not empty.' >&2
    exit 1
  fi
  # Words of the caller, split as initdb's arguments.
  # shellcheck disable=SC2086
  initdb --username="$user" --pwfile=<(printf '%s\n' "${password:-unused}") --auth-local=trust \
    --auth-host="$method" ${POSTGRES_INITDB_ARGS:-} > /dev/null
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
  # For the first scripts it listens on its socket alone, so that nobody takes it for ready.
  pg_ctl --silent --wait --options="-c listen_addresses=''" start > /dev/null
  [ "$database" = postgres ] || psql --username="$user" --dbname=postgres --no-password --quiet \
    --set=ON_ERROR_STOP=1 --set=name="$database" <<< 'CREATE DATABASE :"name";'
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) bash "$script" ;;
      *.sql) psql --username="$user" --dbname="$database" --no-password --quiet --set=ON_ERROR_STOP=1 --file="$script" ;;
    esac
  done
  pg_ctl --silent --wait --mode=fast stop > /dev/null
  echo 'PostgreSQL init process complete; ready for start up.'
}

[ -s "$PGDATA/PG_VERSION" ] || initialise
exec "$@"
