"""Our own platform: what a listener notices, and nothing stricter; the defaults of every other profile."""

from shelfready.profiles import STREAMING

streaming = STREAMING
