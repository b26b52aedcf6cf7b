"""What a user installs: the wheel, in an environment of its own, run from another folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "ingest", "graph", "standpunt", "dashboard")
pytestmark = pytest.mark.wheel


@dataclass(frozen=True)
class Installed:
    """A wheel and the environment it was installed into."""

    wheel: Path
    bin: Path
    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")
        }
        return subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The dependencies are those of this environment, by a .pth file: quick, and without a network.

    The .pth files of the folder it names are not read, so the editable install of the sources,
    which is such a file, stays out of sight.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "install"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, timeout=300)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(wheel, python.parent, elsewhere)


def test_every_file_of_the_packages_is_in_the_wheel(installed: Installed) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(installed.wheel) as wheel:
        assert expected - set(wheel.namelist()) == set()


def test_nothing_but_the_packages_is_in_the_wheel(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_packages_are_the_ones_of_the_wheel(installed: Installed) -> None:
    code = f"import {','.join(PACKAGES)}; print(*(p.__file__ for p in ({','.join(PACKAGES)})))"
    files = installed.run("python", "-c", code).stdout.split()
    assert len(files) == len(PACKAGES)
    assert all(Path(file).is_relative_to(installed.bin.parent) for file in files)


def test_the_command_says_its_version(installed: Installed) -> None:
    answer = installed.run("standpunt", "--version")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("standpunt ")


def test_the_command_lists_the_stored_questions(installed: Installed) -> None:
    answer = installed.run("standpunt", "queries")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "positions" in answer.stdout


def test_the_sample_goes_in_and_a_question_is_answered(installed: Installed) -> None:
    store = str(installed.folder / "store")
    read = installed.run("standpunt", "ingest", str(ROOT / "samples"), "--store", store)
    assert (read.returncode, read.stderr) == (0, "")
    answer = installed.run("standpunt", "documents", "--store", store, "--format", "csv")
    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) == 3
