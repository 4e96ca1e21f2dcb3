#!/bin/sh
# Starts a streaming replica. At its first start it copies the data folder of the primary.
set -eu

# Exists once the copy is complete: a copy that was interrupted is repeated from the beginning.
copied="$PGDATA/botlens-copied"

if [ ! -e "$copied" ]; then
  chmod 700 "$PGDATA"
  find "$PGDATA" -mindepth 1 -delete
  PGPASSWORD="$REPLICATION_PASSWORD" pg_basebackup -h "$PRIMARY_HOST" -p "${PRIMARY_PORT:-5432}" -U replicator \
    -D "$PGDATA" -R -X stream -S replica -c fast
  touch "$copied"
fi

# A query of up to 30 s (OPERATION_TIMEOUT_MS) may delay replay, instead of being cancelled by it.
exec postgres -c hot_standby=on -c hot_standby_feedback=on -c max_standby_streaming_delay=30s "$@"
