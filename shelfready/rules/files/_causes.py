"""Which causes, by which files are refused on arrival, belong to which rule; what is left is `file-not-taken-in`."""

UNSAFE = frozenset({"archive-unsafe", "archive-too-large"})
"""Opening it could do harm."""

NOT_WHOLE = frozenset(
    {"archive-damaged", "archive-member-missing", "source-changed", "source-cut-short"}
    | {"upload-incomplete", "upload-missing", "upload-part-missing"}
)
"""It was sent in part, or was still being written."""

NOT_AS_DECLARED = frozenset({"declared-hash-differs", "declared-size-differs", "file-empty"})
"""It came, and is not what was announced."""
