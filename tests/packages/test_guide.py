"""The guide's chapter on packages: its commands run with the public tools, its fields exist."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from broadcast_desk.packages.building import build
from broadcast_desk.packages.contents import parse_contents
from broadcast_desk.packages.model import METADATA_FILE
from broadcast_desk.station.paths import resources_folder
from tests.packages.conftest import NOW, programmes

GUIDE = (resources_folder() / "guide/02-goi-cua-trung-tam.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads(
    (resources_folder() / "schema/package-1.schema.json").read_text(encoding="utf-8")
)
EXAMPLE = resources_folder() / "schema/package-1.example.json"


def blocks(language: str) -> list[str]:
    """The guide's code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def by_hand(folder: Path) -> subprocess.CompletedProcess[str]:
    """Type the guide's commands, one block after the other, in a shell."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return subprocess.run(
        ["bash", "-e", "-c", "".join(blocks("sh"))],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def at_hand(tmp_path, key, tones) -> Path:
    """A folder with the package and the key as the guide calls them."""
    for tool in ("bash", "unzip", "minisign", "sha256sum"):
        if shutil.which(tool) is None:
            pytest.skip(f"no {tool}")
    build(programmes(tones, "A1", "A2"), tmp_path / "goi-32.zip", key, 32, created_at=NOW)
    (tmp_path / "trung-tam.pub").write_text(key.public_text, encoding="utf-8")
    return tmp_path


def test_the_commands_of_the_guide_find_a_good_package_good(at_hand):
    done = by_hand(at_hand)
    assert done.returncode == 0, done.stderr
    assert "Signature and comment signature verified" in done.stdout
    assert "is valid" in done.stderr


@pytest.mark.parametrize("spoilt", ["data/audio/0001-A1.mp3", "bag-info.txt", METADATA_FILE])
def test_and_a_changed_one_bad(spoilt, at_hand):
    with_zip = at_hand / "goi-32.zip"
    shutil.unpack_archive(with_zip, at_hand / "open")
    path = at_hand / "open/goi-32" / spoilt
    path.write_bytes(path.read_bytes() + b"\n")
    with_zip.unlink()
    shutil.make_archive(str(at_hand / "goi-32"), "zip", at_hand / "open")
    done = by_hand(at_hand)
    assert done.returncode != 0
    assert "is invalid" in done.stderr


def test_and_one_that_somebody_else_signed(at_hand, tmp_path_factory, tones):
    from broadcast_desk.packages.keys import create_key

    other = create_key(tmp_path_factory.mktemp("other"), "Kẻ khác")
    (at_hand / "trung-tam.pub").write_text(other.public_text, encoding="utf-8")
    done = by_hand(at_hand)
    assert done.returncode != 0
    assert "Signature" in done.stderr


# The format


def test_the_example_is_valid_and_understood():
    raw = EXAMPLE.read_bytes()
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(raw), SCHEMA)
    assert parse_contents(raw).programmes[0].airings[1].at == "17:00"


def test_the_example_of_the_guide_is_valid_and_understood():
    (example,) = blocks("json")
    jsonschema.validate(json.loads(example), SCHEMA)
    assert parse_contents(example.encode("utf-8")).serial == 12


def test_what_is_built_is_valid(good_bag):
    jsonschema.validate(json.loads((good_bag / METADATA_FILE).read_bytes()), SCHEMA)


@pytest.mark.parametrize("field", ["format", "serial", "issuer", "created_at", "programmes"])
def test_the_schema_asks_for_what_must_be_there(field):
    example = json.loads(EXAMPLE.read_bytes())
    del example[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(example, SCHEMA)


def _tables() -> list[dict[str, bool]]:
    """Of each table of fields: field -> whether it is marked as needed."""
    found = []
    for table in re.split(r"^\| Trường \|.*\n", GUIDE, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| (`[^|]*?)\|", table.partition("\n\n")[0], re.MULTILINE)
        found.append({name: "*" in row for row in rows for name in re.findall(r"`(\w+)`", row)})
    return found


@pytest.mark.parametrize(("table", "part"), [(0, SCHEMA), (1, SCHEMA["$defs"]["programme"])])
def test_every_field_is_explained_and_no_other(table, part):
    told = _tables()[table]
    assert set(told) == set(part["properties"])
    assert {name for name, needed in told.items() if needed} == set(part["required"])


def test_the_fields_inside_fields_are_explained():
    programme = SCHEMA["$defs"]["programme"]["properties"]
    inner = [
        SCHEMA["properties"]["issuer"],
        SCHEMA["properties"]["withdrawals"]["items"],
        programme["audio"],
        programme["airings"]["items"],
        programme["origin"],
    ]
    for part in inner:
        for name in part["properties"]:
            assert f"`{name}`" in GUIDE
