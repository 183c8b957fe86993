"""Links to media that need no key."""

from datetime import UTC, datetime, timedelta

import pytest

from api.tickets import ReportTicket, Ticket, read_report_ticket, read_ticket
from shelfready.errors import MissingError

SECRET = b"secret"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TICKET = Ticket("demo", "9780306406157", 3, NOW + timedelta(hours=1))


def test_a_ticket_is_read_back() -> None:
    """What was signed is what is read."""
    assert read_ticket(TICKET.sign(SECRET), SECRET, NOW) == TICKET


def test_a_ticket_runs_out() -> None:
    """From its moment on a link is dead, and says so."""
    with pytest.raises(MissingError) as caught:
        read_ticket(TICKET.sign(SECRET), SECRET, TICKET.expires_at)

    assert caught.value.cause_code == "media-link-expired"


def test_every_letter_of_a_ticket_counts() -> None:
    """Changing or leaving out any letter makes it worthless."""
    text = TICKET.sign(SECRET)
    changed = [text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :] for at in range(len(text))]
    shortened = [text[:at] for at in range(len(text))]

    for forged in [*changed, *shortened, text + "0", "~~~~", "é~1~1~1~x"]:
        with pytest.raises(MissingError) as caught:
            read_ticket(forged, SECRET, NOW)
        assert caught.value.cause_code == "media-link-unknown"


def test_another_secret_signs_another_ticket() -> None:
    """A link signed with another secret is none of ours."""
    with pytest.raises(MissingError):
        read_ticket(TICKET.sign(b"other"), SECRET, NOW)


REPORT = ReportTicket("sub_01jz0000000000000000000000", NOW + timedelta(hours=1))


def test_a_ticket_of_a_report_is_read_back() -> None:
    """What was signed is what is read, until its moment."""
    text = REPORT.sign(SECRET)

    assert read_report_ticket(text, SECRET, NOW) == REPORT
    with pytest.raises(MissingError) as caught:
        read_report_ticket(text, SECRET, REPORT.expires_at)
    assert caught.value.cause_code == "report-link-expired"


def test_every_letter_of_a_reports_ticket_counts() -> None:
    """Changing or leaving out any letter makes it worthless."""
    text = REPORT.sign(SECRET)
    changed = [text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :] for at in range(len(text))]

    for forged in [*changed, *(text[:at] for at in range(len(text))), text + "0", "~~", "é~1~x"]:
        with pytest.raises(MissingError) as caught:
            read_report_ticket(forged, SECRET, NOW)
        assert caught.value.cause_code == "report-link-unknown"


def test_a_ticket_is_for_one_thing() -> None:
    """The right to a release's files is none to a report, nor the other way round, whatever is made of their texts."""
    same = Ticket("a", "b", 1, NOW + timedelta(hours=1)).sign(SECRET).rpartition("~")
    swapped = f"a~{same[0].split('~')[-1]}~{same[2]}"

    for text in (TICKET.sign(SECRET), swapped):
        with pytest.raises(MissingError):
            read_report_ticket(text, SECRET, NOW)
    with pytest.raises(MissingError):
        read_ticket(REPORT.sign(SECRET), SECRET, NOW)
