"""Where a command finds its settings, and the system it is to talk to."""

import os
from pathlib import Path

from pydantic import ValidationError

from cli.embedded.ports import PORT_SETTINGS
from cli.embedded.state import Running, running
from cli.exits import SettingError
from shelfready.errors import UnavailableError
from shelfready.settings import Settings
from shelfready.values import Value

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds the packages and, in a checkout, `samples/`."""

DEMO = "demo"
"""The publisher that the embedded system makes on its first start, so that the commands work at once."""


class Target(Value):
    """An API to talk to, and with which key."""

    url: str
    key: str


def settings() -> Settings:
    """The settings of the environment; `home` is the checkout's own when one stands anywhere within the checkout."""
    try:
        found = Settings() if "SHELFREADY_HOME" in os.environ else Settings(home=_default_home())
    except ValidationError as error:
        raise SettingError("; ".join(_fault(fault["loc"], fault["msg"]) for fault in error.errors())) from error
    return found.model_copy(update={"home": found.home.resolve()})


def target(found: Settings, publisher: str | None = None) -> Target:
    """The API that commands talk to: SHELFREADY_API_URL, or the embedded system that is running from this home.

    The key is SHELFREADY_API_KEY, or for the embedded system the one that was kept for the publisher.
    """
    url, key = os.environ.get("SHELFREADY_API_URL"), os.environ.get("SHELFREADY_API_KEY")
    if url is None:
        system = running(found.home)
        if system is None:
            raise UnavailableError(
                f"no system is running from {found.home}; start one with `shelfready up`, or say where one is in "
                "SHELFREADY_API_URL",
                cause_code="system-not-running",
            )
        kept = key is None or publisher is not None
        return Target(url=system.api_url, key=_kept_key(found.home, publisher or DEMO) if kept else key)
    if key is None:
        # A kept key is for the system of this home only: it is not shown to whatever address the variable names.
        raise SettingError("SHELFREADY_API_URL is set and SHELFREADY_API_KEY is not; set it to a key of that system")
    return Target(url=url.rstrip("/"), key=key)


def as_running(found: Settings, system: Running | None) -> Settings:
    """The settings with the ports that the running system was given."""
    if system is None:
        return found
    return found.model_copy(update={PORT_SETTINGS[name]: port for name, port in system.ports.items()})


def _default_home() -> Path:
    here = Path.cwd()
    return (CHECKOUT if here.is_relative_to(CHECKOUT) else here) / ".shelfready"


def key_file(home: Path, publisher: str) -> Path:
    """Where the key of a publisher of the embedded system is kept."""
    return home / f"{publisher}.key"


def _kept_key(home: Path, publisher: str) -> str:
    try:
        return key_file(home, publisher).read_text().strip()
    except OSError as error:
        raise UnavailableError(
            f"no API key of {publisher}: {key_file(home, publisher)} cannot be read; set SHELFREADY_API_KEY, or make a "
            f"key with `shelfready keys create --publisher {publisher} --keep`",
            cause_code="key-missing",
        ) from error


def _fault(where: tuple[int | str, ...], message: str) -> str:
    return f"SHELFREADY_{'_'.join(str(part) for part in where).upper()}: {message}"
