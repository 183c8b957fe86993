"""Reads ONIX messages of any release and style as a stream, one record at a time."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

from lxml import etree

from shelfready.errors import RejectedError
from shelfready.metadata_facts import Dialect, MessageHeader, MetadataFacts, Oddity, SchemaFault, Trouble
from shelfready.onix.drafts import record_of, with_header
from shelfready.onix.encodings import Encoding, encoding_of
from shelfready.onix.faults import faults_of
from shelfready.onix.fields import Element
from shelfready.onix.limits import DEFAULT, Limits
from shelfready.onix.mojibake import double_encoded
from shelfready.onix.parsing import BadXmlError, Envelope, lines
from shelfready.onix.prologs import Prolog, prolog_of
from shelfready.onix.recognising import is_onix
from shelfready.onix.splitting import Break, Piece, Stray, pieces
from shelfready.onix.windows import Window, chunks

__all__ = ["is_onix", "read"]

# Elements that a message may hold beside its records, of which nothing is taken.
_NO_RECORD = ("NoProduct", "x507")
_OTHERS = (*_NO_RECORD, "MainSeriesRecord", "mainseriesrecord", "SubSeriesRecord", "subseriesrecord")
_HEAD = 1024


def read(
    source: IO[bytes] | Iterable[bytes], *, name: str | None, validate: bool = True, limits: Limits = DEFAULT
) -> Iterator[MetadataFacts]:
    """The records of a message, in order, each with what was odd about it and what the schema says against it.

    Memory does not grow with the message: one record is in memory at a time, and eight bytes for each reference. A
    message that cannot be read at all is a `RejectedError`. One that breaks in the middle ends with facts without a
    record, which say where and why. A record that is too large is such facts too, but reading goes on after it.

    What the schema says against the header, or the message, is said with the first record.
    """
    stream = chunks(source)
    head = next(stream, b"")
    while len(head) < _HEAD and (more := next(stream, b"")):
        head += more
    encoding = encoding_of(head)
    window = Window(encoding.stream(chain([head[len(encoding.bom) :]], stream)))
    prolog = prolog_of(window, limits)
    reading = _Reading(name, encoding, prolog, limits, validate=validate)
    for piece in pieces(window, prolog.tag, reading.limit_of):
        facts = reading.facts(piece)
        if facts is not None:
            yield facts
            if reading.is_broken:
                return
    if not reading.index and not reading.says_it_is_empty:
        raise RejectedError(
            "the message holds no record and does not say that it holds none; send at least one Product",
            cause_code="onix-empty",
        )


class _Reading:
    """What must be remembered from one piece of a message to the next."""

    def __init__(self, name: str | None, encoding: Encoding, prolog: Prolog, limits: Limits, *, validate: bool) -> None:
        self.index = 0
        self.is_broken = False
        self.says_it_is_empty = False
        self._encoding, self._prolog, self._limits, self._validates = encoding, prolog, limits, validate
        self._namespace = prolog.namespace if validate or prolog.prefix else None
        self._dialect = (prolog.release, prolog.style, self._namespace)
        self._envelope = Envelope(prolog, self._namespace)
        self._record_name, self._header_name = (
            ("Product", "Header") if prolog.style == "reference" else ("product", "header")
        )
        self._header = MessageHeader(
            name=name,
            release=prolog.release,
            style=prolog.style,
            encoding=encoding.declared or encoding.codec,
            oddities=(*encoding.oddities, *prolog.oddities),
        )
        self._header_bytes, self._header_line = b"", 1
        self._has_told_of_message = False
        self._references: set[int] = set()
        self._pending: list[SchemaFault] = []

    def limit_of(self, tag: bytes) -> int:
        """How many bytes an element of the message may have."""
        is_header = tag.rpartition(b":")[2] == self._header_name.encode()
        return self._limits.header_bytes if is_header else self._limits.record_bytes

    def facts(self, piece: Piece | Break | Stray) -> MetadataFacts | None:
        """What a piece of the message says, if it is a record or the message's end."""
        if isinstance(piece, Break):
            return self._broken(piece.line, piece.message)
        if isinstance(piece, Stray):
            self._misplaced("text stands between the elements of the message", piece.line)
            return None
        if piece.name == self._record_name:
            return self._record(piece)
        if piece.name == self._header_name:
            return self._take_header(piece)
        self.says_it_is_empty = self.says_it_is_empty or piece.name in _NO_RECORD
        if piece.name not in _OTHERS:
            self._misplaced(f"{piece.name[:60]} is no element of a message", piece.line)
        return None

    def _take_header(self, piece: Piece) -> MetadataFacts | None:
        if piece.data is None:
            self._header = self._with(_too_large("the header", piece.line, self._limits.header_bytes))
            return None
        data, encoded = self._encoding.utf8(piece.data, piece.line)
        try:
            root, used = self._envelope.parsed(data)
        except BadXmlError as error:
            return self._broken(piece.line + error.line - 1, error.message)
        self._header, rewritten = with_header(self._header, root[0], *self._dialect)
        offset = piece.line - 1 - lines(b"")
        self._header = self._with(encoded, used, *(_moved(oddity, offset) for oddity in rewritten))
        # Written again, so that records are validated below the header as it was read; its lines stay where they are.
        self._header_bytes = etree.tostring(root[0], encoding="utf-8", with_tail=False)
        self._header_line = piece.line
        return None

    def _with(self, *oddities: Oddity | None) -> MessageHeader:
        met = tuple(oddity for oddity in oddities if oddity)
        return self._header.model_copy(update={"oddities": (*self._header.oddities, *met)})

    def _record(self, piece: Piece) -> MetadataFacts:
        self.index += 1
        if piece.data is None:
            return self._told(piece.line, [_too_large("the record", piece.line, self._limits.record_bytes)])
        data, encoded = self._encoding.utf8(piece.data, piece.line)
        header = self._header_bytes if self._validates else b""
        try:
            root, used = self._envelope.parsed(data, header)
        except BadXmlError as error:
            self.index -= 1
            return self._broken(piece.line + error.line - 1, error.message)
        offset = piece.line - 1 - lines(header)
        record, rewritten = record_of(root[-1], *self._dialect)
        crowded = self._crowded(root, piece) if self._validates else None
        is_validated = self._validates and crowded is None
        schema_faults, reordered = self._faults(root, header, offset) if is_validated else ([], [])
        said = [_moved(oddity, offset) for oddity in (*rewritten, *reordered)]
        again = self._duplicate(record.reference, piece.line)
        met = [encoded, used, _mojibake(data, piece.line), crowded, *said, again]
        return MetadataFacts(
            dialect=Dialect.ONIX,
            header=self._header,
            index=self.index,
            line=piece.line,
            record=record,
            oddities=tuple(oddity for oddity in met if oddity),
            schema_faults=(*self._taken(), *schema_faults),
        )

    def _crowded(self, root: Element, piece: Piece) -> Oddity | None:
        """What is said of a record with too many elements to validate; the shortest element has four bytes."""
        most = self._limits.validated_elements
        if piece.data is None or len(piece.data) < 4 * most or root.xpath("count(.//*)") <= most:
            return None
        return Oddity(
            trouble=Trouble.TOO_LARGE,
            message=f"the record has more than {most} elements, which no real one has; it was not validated",
            is_repaired=True,
            line=piece.line,
        )

    def _faults(self, root: Element, header: bytes, offset: int) -> tuple[list[SchemaFault], list[Oddity]]:
        found, reordered = faults_of(root, self._prolog.release, self._prolog.style)
        told = []
        for fault in found:
            is_of_header = fault.line <= lines(header) or not fault.path.startswith(self._record_name)
            if is_of_header or fault.is_of_message:
                if not self._has_told_of_message:
                    told.append(fault.moved(self._header_line - 1 if is_of_header else offset))
            else:
                told.append(fault.moved(offset))
        self._has_told_of_message = True
        return told, reordered

    def _duplicate(self, reference: str | None, line: int) -> Oddity | None:
        if reference is None:
            return None
        key = hash(reference)  # eight bytes, keyed anew in each process: nobody can make two references collide
        if key not in self._references:
            self._references.add(key)
            return None
        return Oddity(
            trouble=Trouble.DUPLICATE,
            message=f"the record reference {reference[:100]!r} stood in this message before; each may stand there once",
            line=line,
        )

    def _misplaced(self, message: str, line: int) -> None:
        if len(self._pending) < _MOST_PENDING:
            self._pending.append(SchemaFault(message=message, line=line))

    def _taken(self) -> list[SchemaFault]:
        taken, self._pending = self._pending, []
        return taken

    def _broken(self, line: int, message: str) -> MetadataFacts:
        self.index += 1
        self.is_broken = True
        said = f"the message is not well-formed XML: {message}; nothing after this place was read"
        return self._told(line, [Oddity(trouble=Trouble.NOT_XML, message=said, line=line)])

    def _told(self, line: int, oddities: list[Oddity]) -> MetadataFacts:
        return MetadataFacts(
            dialect=Dialect.ONIX,
            header=self._header,
            index=self.index,
            line=line,
            oddities=tuple(oddities),
            schema_faults=tuple(self._taken()),
        )


_MOST_PENDING = 20


def _too_large(what: str, line: int, limit: int) -> Oddity:
    return Oddity(
        trouble=Trouble.TOO_LARGE,
        message=f"{what} is larger than {limit} bytes, which no real one is; it was not read",
        line=line,
    )


def _mojibake(data: bytes, line: int) -> Oddity | None:
    damaged = double_encoded(data)
    if damaged is None:
        return None
    before, after = damaged
    return Oddity(
        trouble=Trouble.MOJIBAKE,
        message=f"text was encoded twice: {before[:60]!r} is probably {after[:60]!r}; export it as UTF-8 once",
        line=line + data.count(b"\n", 0, max(0, data.find(before.encode()))),
        before=before,
        after=after,
    )


def _moved(oddity: Oddity, offset: int) -> Oddity:
    return oddity.model_copy(update={"line": oddity.line + offset}) if oddity.line else oddity
