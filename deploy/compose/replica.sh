#!/bin/sh
# Starts a streaming replica. At its first start it copies the data folder of the primary.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  chmod 700 "$PGDATA"
  # An interrupted copy is repeated from the beginning.
  find "$PGDATA" -mindepth 1 -delete
  PGPASSWORD="$REPLICATION_PASSWORD" pg_basebackup -h "$PRIMARY_HOST" -p "${PRIMARY_PORT:-5432}" -U replicator \
    -D "$PGDATA" -R -X stream -S replica -c fast
fi

# A query of up to 30 s (OPERATION_TIMEOUT_MS) may delay replay, instead of being cancelled by it.
exec postgres -c hot_standby=on -c hot_standby_feedback=on -c max_standby_streaming_delay=30s "$@"
