#!/bin/sh
# Runs a command with DATABASE_URL set to a throw-away PostgreSQL that is gone afterwards.
# Works as root and as any other user; listens on a socket in its own folder, not on the network.
set -eu

initdb=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1)
if [ -z "$initdb" ]; then
    echo "The PostgreSQL server binaries are needed: apt-get install postgresql" >&2
    exit 1
fi
bin=$(dirname "$initdb")
folder=$(mktemp -d)

as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

finish() {
    status=$?
    trap - EXIT INT TERM
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

chmod 700 "$folder"
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
as_owner "$bin/initdb" -D "$folder/data" -U app -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_owner "$bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" \
    -o "-k $folder -c listen_addresses='' -c fsync=off -c full_page_writes=off" start
chmod 711 "$folder" # lets the caller reach the socket

DATABASE_URL="postgres://app@$(printf '%s' "$folder" | sed 's,/,%2F,g')/postgres"
export DATABASE_URL
"$@"
