"""What a report is written from, and what writes it: the members of the family in `report_formats/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shelfready.chaptering import chapterize
from shelfready.chapters import ChapterTable
from shelfready.findings import Report, Rule
from shelfready.profiles import STREAMING, Profile
from shelfready.titles import TitleFacts


@dataclass(frozen=True)
class ReportInput:
    """Everything that a report tells of, whoever asks for it: an API, or a command without one.

    `title` is what the title is called, its id for want of a name. `facts` are those that the rules read; a title that
    was refused before it could be measured has none. `rules` are the rules by name, whose words are printed beside
    their findings. `waveforms` (see `ports.MeasuredAudio`) and `media`, the address that a browser reads a file from,
    are by the SHA-256 of the asset; addresses are percent-encoded and lie beside the page (`/...` or relative), and a
    file without one is not offered to be played or seen. `links` are further
    addresses by what they lead to. `next_step` is what happens now, where somebody knows more than the verdict says.
    """

    report: Report
    title: str
    made_at: datetime
    facts: TitleFacts | None = None
    chapters: ChapterTable | None = None
    profile: Profile = STREAMING
    rules: Mapping[str, Rule] = field(default_factory=dict)
    waveforms: Mapping[str, bytes] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    next_step: str | None = None
    title_id: str | None = None


@dataclass(frozen=True)
class ReportFormat:
    """One way to write a report.

    `write` answers it piece by piece. `is_shown` says whether a browser shows it in place or saves it, `is_drawn`
    whether there are pictures and sound in it: no other format looks at chapters, waveforms and media.
    `content_security_policy` answers what a server sends along: all that the document may load and run.
    """

    media_type: str
    suffix: str
    write: Callable[[ReportInput], Iterator[bytes]]
    is_shown: bool = False
    is_drawn: bool = False
    content_security_policy: Callable[[], str] | None = None


def chapters_of(facts: TitleFacts) -> ChapterTable | None:
    """The chapters that the title gets; None without sound, and while a track cannot be read: all later ones need it.

    >>> from shelfready.titles import Metadata
    >>> chapters_of(TitleFacts(publisher="demo", title_id="1", content_type="ebook", metadata=Metadata(), assets=()))
    """
    tracks = facts.tracks
    if not tracks or any(track.audio is None for track in tracks):
        return None
    return chapterize(facts)
