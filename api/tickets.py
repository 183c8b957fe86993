"""Links that need no key, for browsers and players that cannot send one; they run out.

Each is the right to one thing: the files of a release, or the report of a submission with the files that were sent.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest

from shelfready.errors import MissingError

_SEPARATOR = "~"
"""Allowed in an address as it is, and neither in a publisher's name nor in a title's id."""

_MEDIA, _REPORT = "media", "report"
"""What a ticket is for is signed with it: the right to one thing is none to another."""


@dataclass(frozen=True)
class Ticket:
    """The right to read the files of one release until a moment.

    It stands in the path and not in a query, so that the relative addresses within a playlist carry it on.
    """

    publisher: str
    title_id: str
    number: int
    expires_at: datetime

    def sign(self, secret: bytes) -> str:
        """The ticket as it stands in an address."""
        text = _SEPARATOR.join((self.publisher, self.title_id, str(self.number), str(int(self.expires_at.timestamp()))))
        return f"{text}{_SEPARATOR}{_signature(secret, text)}"


@dataclass(frozen=True)
class ReportTicket:
    """The right to read the report of one submission, and to hear and see what it is about, until a moment."""

    submission_id: str
    expires_at: datetime

    def sign(self, secret: bytes) -> str:
        """The ticket as it stands in an address."""
        text = _SEPARATOR.join((self.submission_id, str(int(self.expires_at.timestamp()))))
        return f"{text}{_SEPARATOR}{_signature(secret, text, _REPORT)}"


def read_ticket(text: str, secret: bytes, now: datetime) -> Ticket:
    """The ticket in an address, if we signed it and it still counts."""
    signed, _, signature = text.rpartition(_SEPARATOR)
    parts = signed.split(_SEPARATOR)
    if len(parts) != 4 or not compare_digest(signature.encode(), _signature(secret, signed).encode()):
        raise MissingError(
            "this is no link to media that we made; read the release for one", cause_code="media-link-unknown"
        )
    publisher, title_id, number, expiry = parts
    expires_at = datetime.fromtimestamp(int(expiry), UTC)
    if expires_at <= now:
        raise MissingError("the link to media ran out; read the release for a new one", cause_code="media-link-expired")
    return Ticket(publisher, title_id, int(number), expires_at)


def read_report_ticket(text: str, secret: bytes, now: datetime) -> ReportTicket:
    """The ticket in the address of a report, if we signed it and it still counts."""
    signed, _, signature = text.rpartition(_SEPARATOR)
    parts = signed.split(_SEPARATOR)
    if len(parts) != 2 or not compare_digest(signature.encode(), _signature(secret, signed, _REPORT).encode()):
        raise MissingError(
            "this is no link to a report that we made; read the submission for one", cause_code="report-link-unknown"
        )
    submission_id, expiry = parts
    expires_at = datetime.fromtimestamp(int(expiry), UTC)
    if expires_at <= now:
        raise MissingError(
            "the link to the report ran out; read the submission for a new one", cause_code="report-link-expired"
        )
    return ReportTicket(submission_id, expires_at)


def _signature(secret: bytes, text: str, purpose: str = _MEDIA) -> str:
    return urlsafe_b64encode(digest(secret, f"shelfready {purpose} 1 {text}".encode(), sha256)).decode().rstrip("=")
