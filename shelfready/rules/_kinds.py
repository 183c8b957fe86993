"""Kinds of file, as `sniffing` names them, that cannot be what a role asks for."""

PICTURES = frozenset({"jpeg", "png", "tiff", "webp", "gif"})
"""Pictures."""

NOT_AUDIO = PICTURES | {"epub", "pdf", "zip", "xml", "json"}
"""What is known, and certainly not a recording."""

LOCKED_AUDIO = frozenset({"aax", "asf"})
"""Recordings that are protected, or of a kind that often is: Audible's, and Windows Media."""
