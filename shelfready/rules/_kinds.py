"""Kinds of file, as `sniffing` names them, that cannot be what a role asks for."""

PICTURES = frozenset({"jpeg", "png", "tiff", "webp", "gif", "bmp"})
"""Pictures."""

NOT_AUDIO = PICTURES | {"epub", "pdf", "zip", "rar", "7z", "gzip", "xml", "html", "json", "text", "executable"}
"""What is known, and certainly not a recording."""
