"""Finds hashes in documents, whatever else they say."""

import re

_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def digests_in(document: bytes) -> frozenset[str]:
    """Everything in a document that looks like a SHA-256."""
    return frozenset(found.decode() for found in _DIGEST.findall(document))
