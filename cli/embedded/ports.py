"""The ports of the embedded system: the ones of the settings, or any that are free."""

import socket
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from random import SystemRandom

from shelfready.errors import UnavailableError
from shelfready.settings import Settings

_HOST = "127.0.0.1"
_BELOW_EPHEMERAL = range(20_000, 32_000)
"""Ports that the kernel does not hand to outgoing connections (32768 and up): what is free stays free until used."""
_LISTEN = "0A"  # /proc/net/tcp: TCP_LISTEN

PORT_SETTINGS = {
    "temporal": "temporal_port",
    "temporal-ui": "temporal_ui_port",
    "temporal-metrics": "temporal_metrics_port",
    "api": "api_port",
}
"""The setting that holds each port."""


class PortChoice(StrEnum):
    """Where the ports come from: the settings, free ones, or the settings' unless they are in use."""

    SETTINGS = "settings"
    AUTO = "auto"
    FLEXIBLE = "flexible"


def choose(settings: Settings, choice: PortChoice) -> Settings:
    """The settings, with the ports that were chosen."""
    candidates = SystemRandom().sample(_BELOW_EPHEMERAL, len(_BELOW_EPHEMERAL))
    free = (port for port in candidates if is_free(port))
    keeps = {
        PortChoice.SETTINGS: lambda _port: True,
        PortChoice.AUTO: lambda _port: False,
        PortChoice.FLEXIBLE: is_free,
    }[choice]
    replaced = [name for name in PORT_SETTINGS.values() if not keeps(getattr(settings, name))]
    return settings.model_copy(update={name: next(free) for name in replaced})


def require_free(name: str, port: int) -> None:
    """Raise, with who has it and which setting to change, when a port is taken."""
    if is_free(port):
        return
    setting = f"SHELFREADY_{PORT_SETTINGS[name].upper()}"
    owner = holder(port)
    raise UnavailableError(
        f"port {port}, wanted for {name}, is in use" + (f" by {owner}" if owner else "") + f"; stop that process, set "
        f"{setting} to a free port, or start with `shelfready up --ports auto`",
        cause_code="port-in-use",
    )


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a closing connection is no owner
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def holder(port: int) -> str | None:
    """The process that listens on a port, as far as this user may see: `process 4711 (nginx)`."""
    links = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(entry.readlink()) in links for entry in (process / "fd").iterdir()):
                return f"process {process.name} ({(process / 'comm').read_text().strip()})"
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return None


def _listening(port: int) -> Iterator[str]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if fields[3] == _LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]
