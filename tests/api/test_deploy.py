"""The systemd unit and the Dockerfile say what is there: settings, commands, paths of the repository."""

from __future__ import annotations

import configparser
import re
import shlex
from dataclasses import fields
from pathlib import Path

from api.settings import Settings

ROOT = Path(__file__).parent.parent.parent
UNIT, DOCKERFILE = ROOT / "deploy" / "tsunagari.service", ROOT / "deploy" / "Dockerfile"
KNOWN = {f"TSUNAGARI_{field.name.upper()}" for field in fields(Settings)}


def unit() -> dict[str, list[str]]:
    """Keys of the [Service] section with their values."""
    found: dict[str, list[str]] = {}
    section = UNIT.read_text(encoding="utf-8").partition("[Service]")[2].partition("[Install]")[0]
    for line in section.splitlines():
        if line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_settings_exist() -> None:
    for text in (UNIT.read_text(encoding="utf-8"), DOCKERFILE.read_text(encoding="utf-8")):
        given = set(re.findall(r"TSUNAGARI_[A-Z_]+(?==)", text))
        assert given
        assert given <= KNOWN


def test_the_unit_starts_what_there_is() -> None:
    command = shlex.split(unit()["ExecStart"][0])
    assert command[0].endswith("/tsunagari")
    assert command[1] == "serve"
    assert set(command[2::2]) <= {"--host", "--port", "--store", "--data"}
    assert command[3] == "127.0.0.1"  # a proxy stands in front
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read(UNIT, encoding="utf-8")
    assert set(parser.sections()) == {"Unit", "Service", "Install"}
    for key in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictNamespaces"):
        assert unit()[key] == ["true"]
    assert "AF_UNIX" in unit()["RestrictAddressFamilies"][0]  # to the query processes


def test_the_image_copies_what_there_is() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    assert text.count("FROM ") == 2
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)
    assert "--require-hashes" in text
    for source in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        assert (ROOT / source).exists()
    probe = re.search(r"'(http://127.0.0.1:(\d+)/health)'", text)
    assert probe is not None
    assert f'"--port", "{probe[2]}"' in text
