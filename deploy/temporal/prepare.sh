#!/bin/sh
# Gives the Temporal server the namespace and the search attributes that Shelfready needs; safe to repeat.
# Reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, as the `temporal` program does.
set -eu

# 30 days: closed titles stay visible over a long weekend and a month's end.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h

# The list is that of workflows/search_attributes.py. A workflow that sets one which is missing is stuck.
attempt=1
until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name Publisher --type Keyword \
    --name TitleId --type Keyword \
    --name Stage --type Keyword \
    --name TitleState --type Keyword \
    --name Cause --type Keyword \
    --name CauseOwner --type Keyword \
    --name Batch --type Keyword \
    --name ReleaseDate --type Datetime; do
    # A server learns of a new namespace within ten seconds, and says until then that there is none.
    [ "$attempt" -lt 20 ] || exit 1
    attempt=$((attempt + 1))
    sleep 1
done
