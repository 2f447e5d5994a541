#!/bin/bash
# The official image's contract: MYSQL_ or MARIADB_ ROOT_PASSWORD, ALLOW_EMPTY_PASSWORD, RANDOM_ROOT_PASSWORD, DATABASE, USER, PASSWORD
# (each also as _FILE), /docker-entrypoint-initdb.d.
set -eo pipefail
socket=/tmp/init.sock

setting() {
  local prefix name file
  for prefix in MYSQL MARIADB; do
    name=${prefix}_$1 file=${prefix}_$1_FILE
    if [ -n "${!name:-}" ]; then printf %s "${!name}"; return; fi
    if [ -n "${!file:-}" ]; then cat "${!file}"; return; fi
  done
}

sql() { mariadb --socket=$socket --user=root "$@"; }

make_accounts() {
  local database=$1 user password root
  user=$(setting USER) password=$(setting PASSWORD) root=$(setting ROOT_PASSWORD)
  if [ -n "$user" ]; then
    sql -e "CREATE USER '$user'@'%' IDENTIFIED BY '$password'"
    if [ -n "$database" ]; then sql -e "GRANT ALL ON \`$database\`.* TO '$user'@'%'"; fi
  fi
  sql -e "CREATE USER 'root'@'%' IDENTIFIED BY '$root'; GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
          ALTER USER 'root'@'localhost' IDENTIFIED BY '$root'; FLUSH PRIVILEGES; SHUTDOWN"
}

run_init_files() {
  local file database=$1
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) sql ${database:+--database="$database"} <"$file" ;;
      *.sql.gz) gunzip -c "$file" | sql ${database:+--database="$database"} ;;
    esac
  done
}

make_database() {
  local database server
  if [ -z "$(setting ROOT_PASSWORD)$(setting ALLOW_EMPTY_PASSWORD)$(setting RANDOM_ROOT_PASSWORD)" ]; then
    echo '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified' >&2
    exit 1
  fi
  database=$(setting DATABASE)
  chown -R mysql /var/lib/mysql
  mariadb-install-db --user=mysql --skip-test-db >/dev/null
  mariadbd --user=mysql --skip-networking --socket=$socket &
  server=$!
  for _ in $(seq 60); do if mariadb-admin --socket=$socket ping >/dev/null 2>&1; then break; fi; sleep 0.5; done
  if [ -n "$database" ]; then sql -e "CREATE DATABASE IF NOT EXISTS \`$database\` CHARACTER SET utf8mb4"; fi
  run_init_files "$database"
  make_accounts "$database" # ends the server: without CAP_KILL root may not
  wait $server || true
}

if [ "${1#-}" != "$1" ]; then set -- mysqld "$@"; fi
if [ "$1" != mysqld ] && [ "$1" != mariadbd ]; then exec "$@"; fi
shift
arguments=()
for argument; do
  case $argument in
    --default-authentication-plugin=* | --mysql-native-password=* | --authentication-policy=*) ;; # MySQL's own, unknown to MariaDB
    *) arguments+=("$argument") ;;
  esac
done
if [ ! -d /var/lib/mysql/mysql ]; then make_database; fi
exec mariadbd --user=mysql --console "${arguments[@]}"
