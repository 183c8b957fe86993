#!/bin/sh
# Makes the databases, each with an owner of its own; run by the postgres image once, on an empty volume.
set -eu
# Passwords are given as psql's variables, which it quotes itself.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set catalogue_password="$CATALOGUE_PASSWORD" --set temporal_password="$TEMPORAL_PASSWORD" <<'SQL'
CREATE ROLE shelfready LOGIN PASSWORD :'catalogue_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE catalogue OWNER shelfready;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL
