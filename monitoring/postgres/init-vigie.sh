#!/bin/bash
# Runs once, when the volume is empty: the roles of the local stack, and who may be whom on the socket. The superuser is only
# for the container's own user; the service owns its database, the exporter may look at statistics.
set -euo pipefail
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE vigie LOGIN;
CREATE DATABASE vigie OWNER vigie;
CREATE ROLE vigie_monitor LOGIN;
GRANT pg_monitor TO vigie_monitor;
SQL
cat >"$PGDATA/pg_hba.conf" <<'HBA'
# Written by monitoring/postgres/init-vigie.sh. There is no network: the socket's volume is shared with two services only.
local all   postgres      peer
local vigie vigie         trust
local vigie vigie_monitor trust
HBA
