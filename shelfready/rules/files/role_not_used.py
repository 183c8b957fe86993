"""PKG-008: A file has a role that this kind of title has no use for.

What it checks
    Every file has a role that the content type accepts.

Why it matters
    The file is kept but not published, which may not be what was meant: an audiobook and its EPUB are two products
    with two ISBNs.

How to mend it
    Send the file under the title it belongs to, or leave it out.

Source
    BISG POL-1101: one identifier for each product form

Example:
    >>> from shelfready.rules._examples import audiobook, book, track
    >>> role_not_used(audiobook(track()))
    []
    >>> [found.message for found in role_not_used(audiobook(track(), book("book.epub")))]
    ['book.epub is an EPUB, which an audiobook does not publish: only its table of contents is read, for the chapters']
"""

from shelfready.findings import Said, Says, Severity, rule
from shelfready.media import Medium
from shelfready.profiles import Profile
from shelfready.titles import Role, TitleFacts

_ROLES = {
    Role.TRACK: "a track",
    Role.EPUB: "an EPUB",
    Role.COVER: "a cover",
    Role.METADATA: "a metadata file",
    Role.SUPPLEMENT: "a supplement",
}


@rule("PKG-008", Severity.WARNING)
def role_not_used(title: TitleFacts, _profile: Profile) -> Says:
    """Names each file that will not be used; that an EPUB came with an audiobook is a remark, for it may help."""
    for found in title.assets:
        if title.accepts and found.asset.role not in title.accepts:
            if found.asset.role is Role.EPUB and title.medium is Medium.AUDIO:
                only = "only its table of contents is read, for the chapters"
                message = f"{found.asset.name} is an EPUB, which an {title.content_type} does not publish: {only}"
                yield Said(message, Severity.INFO)
                continue
            what = f"{found.asset.name} is {_ROLES[found.asset.role]}"
            yield f"{what}, of which an {title.content_type} has no use: it is kept and not published"
