#!/bin/bash
# Starts MariaDB as the user mysql, never as root. An empty data folder is initialised first, from these variables; each may begin
# with MYSQL_ instead of MARIADB_, and end with _FILE to name a file:
#   MARIADB_ROOT_PASSWORD, or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD, or MARIADB_RANDOM_ROOT_PASSWORD: one of them is needed
#   MARIADB_ROOT_HOST, default %
#   MARIADB_DATABASE; MARIADB_USER with MARIADB_PASSWORD, who has all rights on that database
# Then every *.sql, *.sql.gz and *.sh in /docker-entrypoint-initdb.d runs once, in the order of names.
set -Eeuo pipefail

folder=/var/lib/mysql
socket=/run/mysqld/mysqld.sock

case "${1:-mariadbd}" in
  -*) set -- mariadbd "$@" ;;
esac
[ "${1:-}" != mysqld ] || set -- mariadbd "${@:2}"
[ "${1:-}" = mariadbd ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$folder"
  find "$folder" /run/mysqld \! -user mysql -exec chown mysql:mysql '{}' +
  exec setpriv --reuid=mysql --regid=mysql --clear-groups --inh-caps=-all "$0" "$@"
fi

# The value of a variable by either name, or of the file that it names.
setting() {
  local name value
  for name in "MARIADB_$1" "MYSQL_$1"; do
    [ -z "${!name:-}" ] || { printf '%s' "${!name}"; return; }
    value="${name}_FILE"
    [ -z "${!value:-}" ] || { cat "${!value}"; return; }
  done
}

# A text as a literal of SQL.
literal() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

run() { mariadb --no-defaults --protocol=socket --socket="$socket" --user=root "$@"; }

users() {
  local user password database host
  user=$(setting USER) password=$(setting PASSWORD) database=$(setting DATABASE) host=$(setting ROOT_HOST)
  host=${host:-%}
  echo 'SET @@SESSION.SQL_LOG_BIN = 0;'
  if [ "$host" != localhost ]; then
    echo "CREATE USER IF NOT EXISTS 'root'@$(literal "$host") IDENTIFIED BY $(literal "$root");"
    echo "GRANT ALL ON *.* TO 'root'@$(literal "$host") WITH GRANT OPTION;"
  fi
  [ -z "$database" ] || echo "CREATE DATABASE IF NOT EXISTS \`${database//\`/\`\`}\`;"
  if [ -n "$user" ] && [ -n "$password" ]; then
    echo "CREATE USER $(literal "$user")@'%' IDENTIFIED BY $(literal "$password");"
    # An underscore is a wildcard in the name of a database that rights are given on.
    [ -z "$database" ] || echo "GRANT ALL ON \`$(sed 's/`/``/g; s/[_%]/\\&/g' <<< "$database")\`.* TO $(literal "$user")@'%';"
  fi
}

initialise() {
  local root server script database
  root=$(setting ROOT_PASSWORD)
  if [ -z "$root" ] && [ -n "$(setting RANDOM_ROOT_PASSWORD)" ]; then
    root=$(head -c 24 /dev/urandom | base64)
    echo "GENERATED ROOT PASSWORD: $root"
  elif [ -z "$root" ] && [ -z "$(setting ALLOW_EMPTY_ROOT_PASSWORD)$(setting ALLOW_EMPTY_PASSWORD)" ]; then
    echo 'Error: the database is not initialised and MARIADB_ROOT_PASSWORD is not set.' >&2
    echo 'Set it, or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD or MARIADB_RANDOM_ROOT_PASSWORD.' >&2
    exit 1
  fi
  mariadb-install-db --no-defaults --datadir="$folder" --auth-root-authentication-method=normal --skip-test-db > /dev/null
  # For the first scripts it listens on its socket alone, so that nobody takes it for ready.
  "$@" --skip-networking --socket="$socket" &
  server=$!
  until mariadb-admin --no-defaults --silent --socket="$socket" --user=root ping 2> /dev/null; do
    kill -0 "$server" || exit 1
    sleep 0.2
  done
  users | run
  database=$(setting DATABASE)
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) bash "$script" ;;
      *.sql) run ${database:+--database="$database"} < "$script" ;;
      *.sql.gz) zcat "$script" | run ${database:+--database="$database"} ;;
    esac
  done
  # Last, since everything before needs root without one.
  run <<< "SET PASSWORD FOR 'root'@'localhost' = PASSWORD($(literal "$root"));"
  kill -TERM "$server"
  wait "$server"
  echo 'MariaDB init process done. Ready for start up.'
}

[ -d "$folder/mysql" ] || initialise "$@"
exec "$@" --socket="$socket"
