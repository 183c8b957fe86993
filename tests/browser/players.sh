#!/bin/sh
# Fetches the players that tests/browser/test_players.py plays with: one file each of two packages of npm, of these
# versions and these bytes and no others. Nothing of them is run here; they lie in build/players, outside of git.
# Where npm is not there, or cannot fetch, the tests say that they were skipped; other bytes are an error.
set -eu

players="$(dirname "$0")/../../build/players"

fetch() { # package, version, sha512 of its archive, the file that is wanted of it
    wanted="$players/$1-$2.js"
    test ! -f "$wanted" || return 0
    if ! (cd "$scratch" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null 2>&1); then
        echo "npm could not fetch $1 $2: the tests that play with it are skipped"
        return 0
    fi
    echo "$3  $scratch/$1-$2.tgz" | sha512sum --check --quiet
    tar -xzf "$scratch/$1-$2.tgz" -C "$scratch" "package/$4"
    mkdir -p "$players"
    rm -f "$players/$1-"*.js
    mv "$scratch/package/$4" "$wanted"
}

if ! command -v npm >/dev/null; then
    echo "no npm here: the tests that play in a browser are skipped"
    exit 0
fi
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
fetch hls.js 1.7.4 \
    dc697119d3ef4f6607bd060eb7ec8ecd3fc3122a2bfea255348ca51c0efb9207a805375042a8bbd06c1e7cd11498741e346ca30bc53adbe6ebbaa5bf4e99beb6 \
    dist/hls.min.js
fetch shaka-player 5.2.12 \
    bc4b2e543237fa82e1fb2aa98d77b1419960d97314048d15aea6ad0ee29669c3dac40b9de94a61e6e0a8c143cb85480d1b95ca582a68338975afca98cd61fece \
    dist/shaka-player.dash.js
