"""A book that is read: one EPUB, and a cover where the EPUB's own is not to be used."""

from shelfready.media import Medium
from shelfready.plans import ContentType
from shelfready.titles import Role

ebook = ContentType(
    medium=Medium.TEXT,
    needs=(Role.EPUB,),
    accepts=(Role.EPUB, Role.COVER, Role.SUPPLEMENT, Role.METADATA),
    # DG: electronic text of ONIX 2.1; EA: unspecified; EB: download and online; EC: online; ED: download
    onix_forms=("DG", "EA", "EB", "EC", "ED"),
    title="Ebook",
)
