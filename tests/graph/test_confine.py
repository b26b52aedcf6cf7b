"""The limits that a worker puts on itself, seen from inside a process that has them."""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.confine import deny_files, deny_network

CONFINED = """
import socket, sys
from graph.confine import deny_network, limit_memory
limit_memory(512 * 2**20)
note = deny_network()
print(note)
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
    try:
        socket.socket(family)
        print("open")
    except PermissionError:
        print("refused")
try:
    bytearray(1024 * 2**20)
    print("memory")
except MemoryError:
    print("no memory")
open("/dev/null").close()
print("files")
"""

WITHOUT_FILES = """
import os, sys
from pathlib import Path
from graph.confine import deny_files
inside, outside = Path(sys.argv[1]) / "a", Path(sys.argv[2])
print(deny_files(sys.argv[1]))
print(inside.read_text())
for attempt in (
    lambda: outside.read_text(),
    lambda: Path("/etc/hostname").read_text(),
    lambda: os.listdir("/"),
    lambda: inside.write_text("changed"),
    lambda: (inside.parent / "new").write_text("new"),
    lambda: inside.unlink(),
    lambda: (inside.parent / "link").symlink_to(outside),
):
    try:
        attempt()
        print("open")
    except PermissionError:
        print("refused")
"""

WRITING = """
import os, sys
from graph.confine import deny_writing, limit_file_size
inherited = open(sys.argv[1] + "/inherited", "wb", buffering=0)
print(deny_writing())
limit_file_size(10)
def attempt(name, act):
    try:
        act()
        print(name)
    except PermissionError:
        print("refused")
    except OSError as error:
        print(error.errno)
target = sys.argv[1] + "/target"
attempt("read", lambda: open(target).read())
attempt("write", lambda: open(target, "w"))
attempt("append", lambda: os.open(target, os.O_WRONLY | os.O_APPEND))
attempt("both ways", lambda: open(target, "r+"))
attempt("new", lambda: open(sys.argv[1] + "/new", "x"))
attempt("remove", lambda: os.unlink(target))
attempt("rename", lambda: os.rename(target, target + "2"))
attempt("folder", lambda: os.mkdir(sys.argv[1] + "/folder"))
attempt("link", lambda: os.symlink(target, sys.argv[1] + "/link"))
attempt("cut", lambda: os.truncate(target, 0))
attempt("rights", lambda: os.chmod(target, 0))
attempt("run", lambda: os.execv("/bin/true", ["true"]))
print("pipe")
"""

ORPHAN = """
import subprocess, sys
from pathlib import Path
from graph.pool import QueryPool
pool = QueryPool(Path(sys.argv[1]))
import threading
endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
threading.Thread(target=pool.ask, args=(endless,), kwargs={"timeout_s": 300}, daemon=True).start()
while not pool._running:
    pass
print(pool._running[0][1]._popen.pid, flush=True)
sys.stdin.read()
"""


on_linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter exists on Linux, x86-64 and aarch64",
)


@on_linux
def test_a_process_held_to_a_folder_reads_it_and_touches_nothing_else(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    (folder / "a").write_text("content", "utf-8")
    outside.write_text("secret", "utf-8")
    command = [sys.executable, "-c", WITHOUT_FILES, str(folder), str(outside)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    if lines[0].startswith("Landlock"):
        pytest.skip(f"this kernel has none: {lines[0]}")
    assert lines == ["None", "content", *["refused"] * 7]
    assert (folder / "a").read_text("utf-8") == "content"


@on_linux
def test_a_confined_process_has_no_network_and_bounded_memory_but_files() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n") == [
        "None",
        "refused",
        "refused",
        "refused",
        "no memory",
        "files",
        "",
    ]


def test_on_another_machine_it_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert deny_network() == f"no network filter for {sys.platform} on riscv64"
    assert deny_files("/") == f"no file filter for {sys.platform} on riscv64"


def test_a_worker_in_the_middle_of_a_query_dies_with_its_parent(tiny_store: object) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(tiny_store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="no file filter on this platform",
)
def test_a_process_that_gave_up_writing_reads_files_and_changes_none(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("as it was", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WRITING, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n") == ["None", "read", *["refused"] * 11, "pipe", ""]
    assert (tmp_path / "target").read_text("utf-8") == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inherited", "target"]
