"""Where commands find their settings and the system they talk to."""

from pathlib import Path

import pytest

from cli import surroundings
from cli.embedded import state
from cli.exits import SettingError
from cli.surroundings import CHECKOUT, Target
from shelfready.errors import UnavailableError
from tests.cli.embedded.test_state import SYSTEM


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the one who runs the tests counts."""
    for name in ("SHELFREADY_HOME", "SHELFREADY_API_URL", "SHELFREADY_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_anywhere_in_the_checkout_is_one_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state does not depend on where in the checkout one stands."""
    monkeypatch.chdir(CHECKOUT / "shelfready" / "rules")

    assert surroundings.settings().home == CHECKOUT / ".shelfready"


def test_elsewhere_the_home_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Outside the checkout, the state lies where one stands."""
    monkeypatch.chdir(tmp_path)

    assert surroundings.settings().home == tmp_path / ".shelfready"


def test_a_home_that_is_set_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The parts of the system may stand elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELFREADY_HOME", "there")

    assert surroundings.settings().home == tmp_path / "there"


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable."""
    monkeypatch.setenv("SHELFREADY_API_PORT", "eighty")

    with pytest.raises(SettingError, match=r"SHELFREADY_API_PORT: .*integer"):
        surroundings.settings()


def test_without_a_system_the_message_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing runs, nothing is named."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))

    with pytest.raises(UnavailableError, match="shelfready up"):
        surroundings.target(surroundings.settings())


def test_the_running_system_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its address, and the key that was kept for the publisher, or the key of the environment."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    (tmp_path / "demo.key").write_text("sr_demo_key\n")
    (tmp_path / "harbour.key").write_text("sr_harbour_key\n")
    settings = surroundings.settings()

    with state.held(tmp_path):
        state.write(tmp_path, SYSTEM)

        assert surroundings.target(settings) == Target(url=SYSTEM.api_url, key="sr_demo_key")
        assert surroundings.target(settings, "harbour") == Target(url=SYSTEM.api_url, key="sr_harbour_key")
        monkeypatch.setenv("SHELFREADY_API_KEY", "sr_env_key")
        assert surroundings.target(settings) == Target(url=SYSTEM.api_url, key="sr_env_key")
        assert surroundings.target(settings, "harbour") == Target(url=SYSTEM.api_url, key="sr_harbour_key")
        with pytest.raises(UnavailableError, match="shelfready keys create --publisher none"):
            surroundings.target(settings, "none")


def test_a_kept_key_is_not_shown_to_any_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address from the environment needs a key from the environment."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    monkeypatch.setenv("SHELFREADY_API_URL", "https://shelfready.example/")
    (tmp_path / "demo.key").write_text("sr_demo_key\n")

    with pytest.raises(SettingError, match="SHELFREADY_API_KEY"):
        surroundings.target(surroundings.settings())
    monkeypatch.setenv("SHELFREADY_API_KEY", "sr_env_key")

    found = surroundings.target(surroundings.settings())
    assert found == Target(url="https://shelfready.example", key="sr_env_key")


def test_the_ports_of_the_running_system_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was started on other ports is looked for there."""
    monkeypatch.setenv("SHELFREADY_HOME", str(tmp_path))
    running = SYSTEM.model_copy(update={"ports": {"api": 11, "temporal": 12}})

    found = surroundings.as_running(surroundings.settings(), running)

    assert (found.api_port, found.temporal_port) == (11, 12)
