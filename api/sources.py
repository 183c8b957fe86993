"""Whether an address of a drop is one that a worker could fetch from; nothing is fetched here."""

from urllib.parse import urlsplit

from shelfready.titles import DropKind

SCHEMES: dict[DropKind, tuple[str, ...]] = {
    DropKind.FILES: ("https", "s3", "file", "upload"),
    DropKind.FOLDER: ("s3", "file"),
    DropKind.ZIP: ("https", "s3", "file", "upload"),
}
"""What a source may begin with, by kind of drop.

`blob:` and `zip:` are not among them, although a recorded manifest holds them: they name bytes by their hash, and
knowing the hash of another publisher's file is not having it.
"""

_EXAMPLES = {
    "https": "https://host/path",
    "s3": "s3://bucket/key",
    "file": "file:///folder/name",
    "upload": "upload:<upload id>",
}
UPLOAD = "upload:"


def fault_of_source(source: str, kind: DropKind) -> str | None:
    """What is wrong with a source, None when nothing can be said against it yet."""
    if any(ord(letter) < 32 for letter in source):
        return "the source holds control characters: take them out"
    scheme = source.partition(":")[0].lower()
    if scheme not in SCHEMES[kind]:
        known = ", ".join(_EXAMPLES[name] for name in SCHEMES[kind])
        hint = "; what arrives over http could have been changed on the way" if scheme == "http" else ""
        return f"a source of a drop of kind {kind.value} cannot begin with {scheme[:20] + ':'!r}: use {known}{hint}"
    if scheme == "upload":
        return None  # whether there is such an upload is looked up
    try:
        parts = urlsplit(source)
        host = parts.hostname
    except ValueError:
        return f"the source is not an address: use {_EXAMPLES[scheme]}"
    if "@" in parts.netloc:
        return "the source holds a user name or a password: leave them out, addresses are kept and shown"
    match scheme:
        case "file" if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
            return f"a file source names a path from the root, without a host: use {_EXAMPLES[scheme]}"
        case "https" if not host:
            return f"the source names no host: use {_EXAMPLES[scheme]}"
        case "s3" if not parts.netloc or (kind is not DropKind.FOLDER and not parts.path.strip("/")):
            return f"an s3 source names a bucket and a key: use {_EXAMPLES[scheme]}"
        case _:
            return None
