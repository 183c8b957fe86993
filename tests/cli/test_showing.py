"""What is shown while something happens."""

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from cli.answers import AtWork, Happening
from cli.showing import Bars, Lines, Shown, clean, sentence
from shelfready.titles import Stage

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def happening(kind: str, **data: object) -> Happening:
    """An event."""
    return Happening(number=1, kind=kind, data=data, at=AT)


def at_work(part: str, done: float) -> AtWork:
    """A piece of work."""
    return AtWork(stage=Stage.ENCODE, part=part, done=done, speed=31.4, at=AT)


def everything(view: Shown) -> None:
    """Let a view show one of each."""
    with view:
        with view.file("01 [bold].mp3", 2_500_000) as sent:
            sent(2_500_000)
        view.event(happening("stage", stage="encode"))
        view.progress((at_work("01.mp3", 0.1), at_work("02.mp3", 0.0)))
        view.progress((at_work("01.mp3", 0.9),))
        view.progress(())
        view.event(happening("parked", parking={"cause_code": "findings"}))


def test_a_log_gets_each_thing_once() -> None:
    """Lines say what happens, not how far it is; names are text, not markup."""
    text = StringIO()

    everything(Lines(Console(file=text, width=200)))

    assert text.getvalue().splitlines() == [
        "sending 01 [bold].mp3, 2.5 MB",
        "12:00:00 stage: encode",
        "12:00:00   encode: 01.mp3",
        "12:00:00   encode: 02.mp3",
        "12:00:00 parked: findings",
    ]


def test_a_terminal_gets_bars() -> None:
    """Files and pieces of work have bars with percent and speed, and what happened stays to be read."""
    text = StringIO()

    everything(Bars(Console(file=text, width=200, force_terminal=True, color_system=None)))

    shown = text.getvalue()
    assert "sent 01 [bold].mp3, 2.5 MB" in shown
    assert "12:00:00 stage: encode" in shown
    assert "12:00:00 parked: findings" in shown
    assert "encode: 01.mp3" in shown
    assert "31x" in shown


def test_text_of_others_does_not_rule_the_terminal() -> None:
    """Escape sequences, carriage returns and signs that reverse the text are made visible."""
    assert clean("a\x1b]0;title\x07b\rc\u202ed\ne\tf é") == "a�]0;title�b�c�d\ne\tf é"


def test_events_are_sentences() -> None:
    """What is small is told in words."""
    assert sentence(happening("fetched", files=9, bytes=1000)) == "fetched: files 9, bytes 1000"
    assert sentence(happening("checked", counts={"E": 1, "W": 2})) == "checked: E 1, W 2"
    assert sentence(happening("parked")) == "parked"
