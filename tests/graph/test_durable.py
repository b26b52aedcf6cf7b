"""The seal of JSON files: what was written is read, and what was changed behind it is refused."""

import hashlib
import json
from pathlib import Path

import pytest

from graph.durable import read_json, seal_text, unseal, write_json

CONTENT = {"graphs": {"https://example.org/é": {"quads": 3, "generation": None}}, "format": 1}


@pytest.mark.parametrize("content", [CONTENT, {}, {"a": 'say "check": no\n'}])
def test_what_was_sealed_is_read(content: dict[str, object], tmp_path: Path) -> None:
    write_json(tmp_path / "x.json", content)
    said = read_json(tmp_path / "x.json")
    assert said.pop("check") in (tmp_path / "x.json").read_text(encoding="utf-8")
    assert said == content


def test_every_byte_that_changes_what_is_said_is_noticed() -> None:
    whole = seal_text(CONTENT).encode()
    for place in range(len(whole)):
        for flip in (1, 4, 32):
            changed = bytearray(whole)
            changed[place] ^= flip
            try:
                said = unseal(bytes(changed))
            except ValueError:
                continue
            assert said["graphs"] == CONTENT["graphs"]
            assert said["format"] == CONTENT["format"]


def test_a_seal_of_an_earlier_version_is_read_and_checked() -> None:
    bare = json.dumps(CONTENT, ensure_ascii=False, sort_keys=True)
    sealed = CONTENT | {"check": hashlib.sha256(bare.encode()).hexdigest()}
    text = json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True)
    assert unseal(text) == sealed
    with pytest.raises(ValueError, match="not what was written"):
        unseal(text.replace('"quads": 3', '"quads": 4'))
