#!/bin/sh
# Brings Temporal's two databases to the schema of this server's version; safe to repeat, and needed before a newer server.
set -eu
versions=/etc/temporal/schema/postgresql/v12
for name in temporal:temporal temporal_visibility:visibility; do
    database=${name%%:*}
    tool="temporal-sql-tool --plugin postgres12 --ep $POSTGRES_SEEDS --port $DB_PORT --user $POSTGRES_USER --db $database"
    # Fails where it was done before; where it is truly needed and fails, so does the line after it.
    $tool setup-schema -v 0.0 || echo "$database: set up already"
    $tool update-schema -d "$versions/${name##*:}/versioned"
done
