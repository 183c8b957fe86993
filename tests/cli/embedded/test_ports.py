"""The ports of the embedded system."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.embedded import ports
from cli.embedded.ports import PortChoice
from shelfready.errors import UnavailableError
from shelfready.settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this process listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_with_a_listener_is_not_free(taken: int) -> None:
    """What somebody listens on cannot be listened on."""
    assert not ports.is_free(taken)


def test_the_message_names_port_process_and_setting(taken: int) -> None:
    """Who reads it knows which port, who has it and what to change."""
    with pytest.raises(UnavailableError) as caught:
        ports.require_free("api", taken)

    assert caught.value.cause_code == "port-in-use"
    for word in (str(taken), f"process {os.getpid()}", "SHELFREADY_API_PORT", "--ports auto"):
        assert word in caught.value.message


def test_nobody_holds_a_free_port(taken: int) -> None:
    """A port without a listener has no holder."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))  # bound, not listening

        assert ports.holder(other.getsockname()[1]) is None


def test_auto_replaces_every_port_by_a_free_one() -> None:
    """Free ports are all different, and free."""
    before = Settings(home=Path("/nowhere"))

    after = ports.choose(before, PortChoice.AUTO)

    chosen = {getattr(after, field) for field in ports.PORT_SETTINGS.values()}
    assert len(chosen) == len(ports.PORT_SETTINGS)
    assert all(ports.is_free(port) for port in chosen)
    assert chosen.isdisjoint({getattr(before, field) for field in ports.PORT_SETTINGS.values()})


def test_flexible_keeps_what_is_free(taken: int) -> None:
    """Only a port that is in use is replaced by another."""
    free = ports.choose(Settings(home=Path("/nowhere")), PortChoice.AUTO)
    before = free.model_copy(update={"api_port": taken})

    after = ports.choose(before, PortChoice.FLEXIBLE)

    assert after == free.model_copy(update={"api_port": after.api_port})
    assert after.api_port != taken


def test_the_settings_ports_stay_unless_asked(taken: int) -> None:
    """By default the settings' ports are used, whatever has them."""
    before = Settings(home=Path("/nowhere")).model_copy(update={"api_port": taken})

    assert ports.choose(before, PortChoice.SETTINGS) == before
