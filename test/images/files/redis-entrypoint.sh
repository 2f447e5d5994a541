#!/bin/sh
# As the official image's: flags and configuration files are for redis-server, which runs as redis and listens to the network.
set -e
case $1 in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" != redis-server ]; then exec "$@"; fi
shift
set -- redis-server "$@" --protected-mode no --bind 0.0.0.0
if [ "$(id -u)" != 0 ]; then exec "$@"; fi
find . \! -user redis -exec chown redis {} +
exec gosu redis "$@"
