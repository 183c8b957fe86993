"""What stands before a message's content: declaration, DOCTYPE, start tag; and which ONIX that makes it."""

import re
from dataclasses import dataclass

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Oddity, Trouble
from shelfready.onix.limits import Limits
from shelfready.onix.splitting import start_tag
from shelfready.onix.windows import Window

STYLES = {b"ONIXMessage": "reference", b"ONIXmessage": "short"}

_NAMESPACE = re.compile(r"^https?://(?:ns|www)\.editeur\.org/onix/(2\.1|3\.0|3\.1)(?:/(reference|short))?/?$")
_ATTRIBUTE = re.compile(rb"([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
# A DOCTYPE up to its internal subset or its end; and what may stand in a subset without ending it.
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^\[\]<>\"']++|\"[^\"]*+\"|'[^']*+')*+([\[>])")
_SUBSET = re.compile(
    rb"(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>|<)*+\]\s*>"
)
_BLOCKS_OF_3 = re.compile(
    rb"<(?:[\w.-]+:)?(?:DescriptiveDetail|PublishingDetail|ProductSupply|CollateralDetail)\b", re.IGNORECASE
)
_FIRST = re.compile(rb"<(?:[\w.-]+:)?(Header|header|Product|product)[\s>]")
_SNIFFED = 64 * 1024


@dataclass(frozen=True)
class Prolog:
    """Which ONIX a message is in. `tag` is the start tag's name as written, `attributes` its attributes likewise."""

    tag: bytes
    release: str
    style: str
    attributes: tuple[tuple[str, str], ...]
    oddities: tuple[Oddity, ...]

    @property
    def namespace(self) -> str:
        """The namespace that the release and style have."""
        return namespace_of(self.release, self.style)

    @property
    def prefix(self) -> str:
        """The prefix of the message's tags, most often none."""
        return self.tag.rpartition(b":")[0].decode("utf-8", "replace")

    @property
    def root(self) -> str:
        """The message's element, as the style has it."""
        return "ONIXMessage" if self.style == "reference" else "ONIXmessage"

    @property
    def states_release(self) -> bool:
        """Whether the message says its release in an attribute."""
        return any(key == "release" for key, _ in self.attributes)


def namespace_of(release: str, style: str) -> str:
    """The namespace of a release and style."""
    home = "www.editeur.org" if release == "2.1" else "ns.editeur.org"
    return f"http://{home}/onix/{release}/{style}"


def prolog_of(window: Window, limits: Limits) -> Prolog:
    """Read everything up to the content and go on after it; a `RejectedError` if it is no ONIX message."""
    doctype, oddities = _before_root(window, limits)
    opening = start_tag(window)
    if opening is None:
        raise _not_xml(window.line, "there is no start tag where the message should begin")
    tag = re.match(rb"<([^\s/>]+)", opening)
    name = tag[1] if tag else b""
    style_of_root = STYLES.get(name.rpartition(b":")[2])
    if style_of_root is None:
        raise RejectedError(
            f"the file's outermost element is {name[:60].decode('utf-8', 'replace')}, not ONIXMessage or ONIXmessage; "
            "send an ONIX product message",
            cause_code="onix-not-onix",
        )
    attributes = {
        match[1].decode("utf-8", "replace"): (match[2] if match[2] is not None else match[3]).decode("utf-8", "replace")
        for match in _ATTRIBUTE.finditer(opening, len(name) + 1)
    }
    prefix = name.rpartition(b":")[0].decode("utf-8", "replace")
    style, mixed = _style_inside(window, style_of_root)
    uri = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns")
    release, said = _release(uri, attributes.get("release"), style, doctype, window)
    window.take(len(opening))
    return Prolog(
        tag=name,
        release=release,
        style=style,
        attributes=tuple(attributes.items()),
        oddities=(*oddities, *mixed, *said),
    )


def _before_root(window: Window, limits: Limits) -> tuple[bytes, list[Oddity]]:
    """Go on to the start tag: the DOCTYPE that was met, and what was odd."""
    doctype, oddities = b"", list[Oddity]()
    read = 0
    while True:
        head = window.peek(16).lstrip()
        skipped = len(window.peek(16)) - len(head)
        read += skipped
        window.take(skipped)
        if read > limits.prolog_bytes:
            raise _too_long(window.line, limits)
        if not head:
            if not window.peek(1):
                raise _not_xml(window.line, "the file is empty")
            continue
        if head.startswith((b"<?", b"<!--")):
            at = len(window)
            line = window.line
            if not window.skip_past(b"?>" if head.startswith(b"<?") else b"-->"):
                raise _not_xml(line, "a comment or processing instruction never ends")
            read += max(0, at - len(window))
        elif head.startswith(b"<!DOCTYPE"):
            doctype, oddity = _doctype(window, limits)
            oddities += [oddity] if oddity else []
            read += len(doctype)
        elif head.startswith(b"<") and not head.startswith(b"<!"):
            return doctype, oddities
        else:
            raise _not_xml(window.line, "the file does not begin with XML")


def _doctype(window: Window, limits: Limits) -> tuple[bytes, Oddity | None]:
    """The DOCTYPE, which is looked at and never obeyed: no DTD is loaded, and no entity of its own is known."""
    line = window.line
    window.has(limits.prolog_bytes)
    outer = _DOCTYPE.match(window.data, window.at, window.at + limits.prolog_bytes)
    if outer is None:
        raise _too_long(line, limits)
    if outer[1] == b">":
        return window.take(outer.end() - window.at), None
    subset = _SUBSET.match(window.data, outer.end(), window.at + limits.prolog_bytes)
    if subset is None:
        raise _too_long(line, limits)
    doctype = window.take(subset.end() - window.at)
    what = "declares entities" if b"<!ENTITY" in doctype else "brings a DTD of its own"
    return doctype, Oddity(
        trouble=Trouble.DOCTYPE,
        message=f"the DOCTYPE {what}, which was not read; ONIX needs none: send the message without it",
        line=line,
    )


def _release(
    uri: str | None, stated: str | None, style: str, doctype: bytes, window: Window
) -> tuple[str, list[Oddity]]:
    """The release that the message is read as, and what was odd about how it says so."""
    known = _NAMESPACE.match(uri or "")
    of_namespace = known[1] if known else None
    of_attribute = next((release for release in ("2.1", "3.0", "3.1") if (stated or "").startswith(release)), None)
    of_doctype = "2.1" if b"2.1" in doctype else None
    release = of_namespace or of_attribute or of_doctype or _sniffed(window)
    right, line = namespace_of(release, style), window.line
    said: list[Oddity] = []
    if uri is None and not (release == "2.1" and doctype):
        said.append(_odd(Trouble.NAMESPACE, f"the message has no namespace; it was read as {right}", line, None, right))
    elif uri is not None and uri != right:
        said.append(
            _odd(Trouble.NAMESPACE, f"the namespace is {uri[:200]}; it was read as {right}", line, uri[:200], right)
        )
    if stated is None and release != "2.1":
        said.append(_odd(Trouble.RELEASE, f"no release is stated; it was read as {release}", line, None, release))
    elif stated is not None and stated != release:
        because = "the namespace says" if of_namespace else "it is read as"
        said.append(
            _odd(Trouble.RELEASE, f"release is {stated[:40]!r}, {because} {release}", line, stated[:40], release)
        )
    return release, said


def _style_inside(window: Window, style: str) -> tuple[str, list[Oddity]]:
    """The style of the tags inside, which some programs write short below a message of the long name."""
    first = _FIRST.search(window.peek(_SNIFFED))
    inside = style if first is None else "short" if first[1].islower() else "reference"
    if inside == style:
        return style, []
    message = f"the outermost tag is the {style} one, the others are {inside}; they were read as {inside} tags"
    return inside, [_odd(Trouble.NAMESPACE, message, window.line, style, inside)]


def _sniffed(window: Window) -> str:
    """By the records themselves: only 3.0 and later have blocks."""
    return "3.0" if _BLOCKS_OF_3.search(window.peek(_SNIFFED)) else "2.1"


def _odd(trouble: Trouble, message: str, line: int, before: str | None, after: str) -> Oddity:
    return Oddity(trouble=trouble, message=message, is_repaired=True, line=line, before=before, after=after)


def _not_xml(line: int, what: str) -> RejectedError:
    return RejectedError(f"line {line}: {what}; send an ONIX message as XML", cause_code="onix-not-xml")


def _too_long(line: int, limits: Limits) -> RejectedError:
    return RejectedError(
        f"line {line}: what stands before the message is longer than {limits.prolog_bytes} bytes, or never ends; "
        "ONIX needs neither a DTD nor long comments there: leave them out",
        cause_code="onix-prolog-too-large",
    )
