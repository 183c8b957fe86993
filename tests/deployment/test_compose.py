"""The compose file names only what exists. No container is started: there may be no engine where the tests run."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from cli.embedded.temporal_server import DYNAMIC_CONFIG
from shelfready.settings import Settings
from workflows.queues import QUEUES

ROOT = Path(__file__).parents[2]
SETTINGS = {f"SHELFREADY_{name.upper()}" for name in Settings.model_fields}

yaml = pytest.importorskip("yaml", reason="no YAML parser is installed: add `pyyaml` to the dev group")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    """Its services."""
    found: dict[str, Any] = compose["services"]
    return found


@pytest.fixture(scope="module")
def ours(services: dict[str, Any]) -> dict[str, Any]:
    """The services that run our image."""
    return {name: service for name, service in services.items() if "build" in service}


def test_our_services_are_there(ours: dict[str, Any]) -> None:
    """The API, the migration, and one worker for each queue; no queue is left without a worker."""
    assert {"api", "migrate", *(f"worker-{queue}" for queue in QUEUES)} == set(ours)
    assert {name: ours[name]["command"][-1] for name in ours if name.startswith("worker-")} == {
        f"worker-{queue}": queue for queue in QUEUES
    }


def test_every_variable_is_a_setting(ours: dict[str, Any]) -> None:
    """A misspelt variable would be ignored in silence."""
    given = {name for service in ours.values() for name in service["environment"]}

    assert {name for name in given if name.startswith("SHELFREADY_")} <= SETTINGS
    assert {name for name in given if not name.startswith("SHELFREADY_")} == {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


def test_settings_can_be_read(ours: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a container is given is what the settings accept."""
    for service in ours.values():
        for name, value in service["environment"].items():
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?[^}]*\}", "secret", value))

        settings = Settings()

        assert settings.resolved_database_url == "postgresql://shelfready:secret@postgres:5432/catalogue"
        assert settings.resolved_store_url == "s3://shelfready"
        assert settings.resolved_temporal_address == "temporal:7233"


def test_commands_exist(ours: dict[str, Any]) -> None:
    """Every command is one that this checkout has, with options that it knows."""
    for name, service in ours.items():
        match service["command"]:
            case ["python", "-m", "api"]:  # takes no options: asked for help, it would start
                assert find_spec("api.__main__"), name
            case ["python", *rest]:
                assert _help([sys.executable, *rest]).startswith("usage: python -m workers"), name
            case ["shelfready", *rest]:
                assert "Usage: shelfready " in _help([str(Path(sys.executable).with_name("shelfready")), *rest]), name
            case command:
                pytest.fail(f"{name} runs {command}, which this test does not know")


def test_who_waits_can_wait(services: dict[str, Any]) -> None:
    """Who is waited for until healthy says when that is; who is waited for until done does end."""
    for name, service in services.items():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "test" in services[other]["healthcheck"], f"{name} waits for {other}"
            else:
                assert wait["condition"] == "service_completed_successfully"
                assert services[other]["restart"].startswith("on-failure"), f"{name} waits for {other}, which restarts"


def test_nothing_is_reached_from_outside(services: dict[str, Any]) -> None:
    """Ports are published on this machine only, and nobody is privileged or root where we decide."""
    for name, service in services.items():
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), f"{name} publishes {port}"
        assert "privileged" not in service
        assert "network_mode" not in service
        assert not any("docker.sock" in volume for volume in service.get("volumes", ()))


def test_our_containers_may_do_little(ours: dict[str, Any]) -> None:
    """They read files of strangers: no capabilities, no new ones, nothing written beside the scratch volume."""
    for name, service in ours.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert "volumes" not in service, f"{name}: the image's volume is each container's own, a named one is shared"


def test_images_are_pinned(services: dict[str, Any]) -> None:
    """Every image has a tag with a full version: the same file starts the same system next year."""
    for name, service in services.items():
        assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", service["image"]), f"{name} runs {service['image']}"


def test_secrets_are_required(services: dict[str, Any]) -> None:
    """No secret stands in the file or has a default, and the example names each of them without a value."""
    text = (ROOT / "docker-compose.yml").read_text()
    example = dict(line.split("=") for line in _lines(ROOT / "deploy" / "example.env"))

    assert set(re.findall(r"\$\{(\w+)", text)) == set(example)
    assert set(example.values()) == {""}
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if variable.endswith(("PASSWORD", "PWD", "SECRET_KEY", "MEDIA_SECRET", "DATABASE_URL")):
                assert ":?" in value, f"{name} has {variable} without `:?`"


def test_mounted_files_exist(compose: dict[str, Any], services: dict[str, Any]) -> None:
    """Docker makes an empty folder of a file that is not there; volumes with a name are declared."""
    for name, service in services.items():
        for volume in service.get("volumes", ()):
            source, _, rest = volume.partition(":")
            if source.startswith("./"):
                assert (ROOT / source).exists(), f"{name} mounts {source}"
                assert rest.endswith(":ro"), f"{name} may write to {source}"
            else:
                assert source in compose["volumes"], f"{name} uses the volume {source}"
        for script in [word for word in service.get("entrypoint", ()) if word.endswith(".sh")]:
            assert (ROOT / "deploy" / "temporal" / Path(script).name).is_file(), f"{name} runs {script}"


def test_the_two_servers_are_told_the_same() -> None:
    """The server in a container behaves as the embedded one does, fairness included."""
    told = yaml.safe_load((ROOT / "deploy" / "temporal" / "dynamic.yaml").read_text())

    assert {key: str(one["value"]).lower() for key, (one,) in told.items()} == DYNAMIC_CONFIG


def test_the_two_servers_are_of_one_version(services: dict[str, Any]) -> None:
    """The server's version is that of the `temporal` program in our image, whose server the tests run on."""
    program = Path(sys.executable).with_name("temporal")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout

    assert f"Server {services['temporal']['image'].rpartition(':')[2]}," in said
    assert services["temporal-schema"]["image"].rpartition(":")[2] == services["temporal"]["image"].rpartition(":")[2]
    assert f"UI {services['temporal-ui']['image'].rpartition(':')[2]})" in said


def _help(command: list[str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*command, "--help"], capture_output=True, text=True, check=True, env=environment, timeout=60
    ).stdout


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
