"""No container engine is needed: the files are compared with the published schema, and with the
program whose commands the containers start."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from digitize.cli import app
from digitize.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "digitize"}


def test_the_file_follows_the_published_schema() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(COMPOSE)),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", OURS)
def test_each_container_starts_a_command_that_there_is(name: str) -> None:
    program: Any = typer.main.get_command(app)
    words = OURS[name]["command"]
    command = program.commands[words[0]]
    command.make_context(words[0], words[1:])


@pytest.mark.parametrize("name", OURS)
def test_each_setting_is_one_that_there_is(name: str) -> None:
    ours = {key for key in OURS[name]["environment"] if key.startswith("DIGITIZE_")}
    assert ours <= {f"DIGITIZE_{field.upper()}" for field in Settings.model_fields}


def test_secrets_are_in_no_file() -> None:
    settings = re.findall(r"^ +(\S*(?:PASSWORD|KEY\S*)): (.*)$", COMPOSE.read_text(), re.MULTILINE)
    assert settings
    assert all(re.fullmatch(r"\$\{\w+:\?fill it in\}", value) for _, value in settings)
    assert not re.search(r"://\w+:(?!\$\{\w+:\?)[^\s/@]*@", COMPOSE.read_text())
    lines = (DEPLOY / "example.env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    wanted = set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))
    assert {name for name, value in values.items() if not value} == wanted
    assert set(re.findall(r"\$\{(\w+)", COMPOSE.read_text())) == set(values)


def test_what_stays_up_says_how_it_is_and_keeps_its_data() -> None:
    for name, service in SERVICES.items():
        if name != "deployments":
            assert service["healthcheck"]["test"][0].startswith("CMD"), name
            assert service["restart"] == "unless-stopped"
            assert any(not volume.endswith(":ro") for volume in service["volumes"])
    assert len({OURS[name]["volumes"][0] for name in ("web", "worker-1", "worker-2")}) == 3


def test_the_image_runs_as_a_user_of_its_own() -> None:
    last = (DEPLOY / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)$", last, re.MULTILINE) == ["digitize"]
    assert "ENTRYPOINT" in last.partition("\nUSER ")[2]
