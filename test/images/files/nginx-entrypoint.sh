#!/bin/sh
# As the official image's: fills the templates and runs the scripts that were put beside them, then nginx.
set -e
for template in /etc/nginx/templates/*.template; do
  [ -e "$template" ] || continue
  # only names that are set: nginx's own $host and its like must stay
  names=$(env | cut -d= -f1 | sed 's/^/$/' | tr '\n' ' ')
  envsubst "$names" <"$template" >"/etc/nginx/conf.d/$(basename "$template" .template)"
done
for script in /docker-entrypoint.d/*.sh; do
  [ ! -x "$script" ] || "$script"
done
exec "$@"
