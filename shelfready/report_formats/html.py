"""The report as one page for people: self-contained, and without JavaScript everything but the player works.

Everything that others wrote is escaped and made visible on its way into the document, wherever a template puts it; the
page may run its own one script, and load nothing but the files of its own title.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shelfready.report_formats._harmless import harmless
from shelfready.report_formats._page import page_of
from shelfready.report_formats._words import SEVERITIES, moment
from shelfready.reporting import ReportFormat, ReportInput

_TEMPLATES = "templates"
_OWN = ("page.css", "player.js")
_PIECE = 64
"""Pieces of the template that are sent at once: some kilobytes."""


def _write(told: ReportInput) -> Iterator[bytes]:
    environment = _environment()
    stream = environment.get_template("page.html").stream(page=page_of(told))
    stream.enable_buffering(_PIECE)
    for piece in stream:
        yield piece.encode()


def _finalized(value: Any) -> Any:  # a template's values may be anything
    """What every `{{ }}` of a template goes through, so that no template can forget it."""
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__, _TEMPLATES),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "style": Markup(_read("page.css")),  # noqa: S704 - our own file
        "script": Markup(_read("player.js")),  # noqa: S704 - our own file
        "policy": _policy(),
        "severities": SEVERITIES,
        "moment": moment,
    }
    return environment


def _policy() -> str:
    """Nothing but this page's own style and script, and the title's own pictures and sound beside it."""
    own = {name: f"'sha256-{b64encode(sha256(_read(name).encode()).digest()).decode()}'" for name in _OWN}
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {own['page.css']}",
            f"script-src {own['player.js']}",
            "img-src 'self' data:",  # the empty icon, without which browsers ask for one
            "media-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _header() -> str:
    return f"{_policy()}; frame-ancestors 'none'"  # which a page cannot say of itself


def _read(name: str) -> str:
    return files(__package__).joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


html = ReportFormat(
    media_type="text/html",
    suffix="html",
    write=_write,
    is_shown=True,
    is_drawn=True,
    content_security_policy=_header,
)
