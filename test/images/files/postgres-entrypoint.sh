#!/bin/bash
# The official image's contract: POSTGRES_USER, _PASSWORD, _DB (each also as _FILE), POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_ARGS,
# PGDATA, /docker-entrypoint-initdb.d.
set -eo pipefail

read_secret_files() {
  local name file
  for name in POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB POSTGRES_INITDB_ARGS; do
    file=${name}_FILE
    if [ -n "${!file:-}" ]; then export "$name=$(<"${!file}")"; fi
  done
}

require_password() {
  if [ -n "${POSTGRES_PASSWORD:-}" ] || [ "${POSTGRES_HOST_AUTH_METHOD:-}" = trust ]; then return; fi
  cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
TEXT
  exit 1
}

make_cluster() {
  # shellcheck disable=SC2086
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:-}") ${POSTGRES_INITDB_ARGS:-}
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
}

run_init_files() {
  local file psql=(psql --no-psqlrc -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB")
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) echo "$0: running $file"; if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) echo "$0: running $file"; "${psql[@]}" -f "$file" ;;
      *.sql.gz) echo "$0: running $file"; gunzip -c "$file" | "${psql[@]}" ;;
      *) [ ! -e "$file" ] || echo "$0: ignoring $file" ;;
    esac
  done
}

if [ "${1#-}" != "$1" ]; then set -- postgres "$@"; fi
if [ "$1" != postgres ]; then exec "$@"; fi
for argument; do
  case $argument in --help | -'?' | --version | -V | --describe-config) exec "$@" ;; esac
done

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres {} +
  chmod 700 "$PGDATA"
  exec gosu postgres "$0" "$@"
fi

if [ -s "$PGDATA/PG_VERSION" ]; then
  printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  exec "$@"
fi

read_secret_files
export POSTGRES_USER=${POSTGRES_USER:-postgres}
export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
require_password
make_cluster
first_run=("${@:2}" -c listen_addresses= -p "${PGPORT:-5432}") # nobody outside may meet a half-made database
pg_ctl -D "$PGDATA" -o "$(printf '%q ' "${first_run[@]}")" -w start
if [ "$POSTGRES_DB" != postgres ]; then createdb --username "$POSTGRES_USER" --maintenance-db postgres "$POSTGRES_DB"; fi
PGPASSWORD=${POSTGRES_PASSWORD:-} run_init_files
pg_ctl -D "$PGDATA" -m fast -w stop
printf '\nPostgreSQL init process complete; ready for start up.\n\n'
exec "$@"
