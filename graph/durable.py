"""Files that survive a power cut: written aside, synced, then renamed. Knows nothing of RDF."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HEAD = '{"check": "'


def sync_folder(folder: Path) -> None:
    """fsync the folder, so that the names in it are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path, synced: Path | None = None) -> None:
    """fsync every file directly in the folder (the engine's folders are flat), then the folder.

    Files that the folder `synced` has too, as hard links, are on the disk already.
    """
    known = set() if synced is None else {found.inode() for found in os.scandir(synced)}
    for file in os.scandir(folder):
        if file.inode() in known:
            continue
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    sync_folder(folder)


def seal_text(content: Mapping[str, Any]) -> str:
    """The content as one line of JSON whose first key `check` is the hash of all that follows it.

    By that damage is known, without writing the content out anew to look.
    """
    text = _bare_text(content)
    rest = "}" if text == "{}" else f", {text[1:]}"
    return f'{_HEAD}{_hash(text)}"{rest}'


def check_of(sealed: str) -> str:
    """The check of what seal_text() gave."""
    return sealed[len(_HEAD) : len(_HEAD) + 64]


def unseal(text: str | bytes) -> dict[str, Any]:
    """The content of sealed JSON; one without a seal was written by an older version, and passes.

    Raises ValueError if it is no JSON object, or not the one that was sealed.
    """
    said = text if isinstance(text, str) else text.decode("utf-8")
    content = json.loads(said)
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    if "check" in content and not _is_sealed(said, content):
        raise ValueError("its content is not what was written")
    return content


def _is_sealed(text: str, content: Mapping[str, Any]) -> bool:
    """Whether the check is that of the text as it stands, or of the content, however written."""
    check, end = content["check"], len(_HEAD) + 64
    if text.startswith(f'{_HEAD}{check}", ') and _hash(f"{{{text[end + 3 :].strip()}") == check:
        return True
    return bool(_hash(_bare_text(content)) == check)


def _bare_text(content: Mapping[str, Any]) -> str:
    bare = {key: value for key, value in content.items() if key != "check"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    """What write_json() wrote. Raises OSError, or ValueError if it is damaged."""
    return unseal(path.read_text(encoding="utf-8"))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Replace the file by this JSON, sealed, whole or not at all, and synced.

    Raises OSError; the old file is then as it was.
    """
    write_file(path, f"{seal_text(content)}\n".encode())


def write_file(path: Path, content: bytes) -> None:
    """Replace the file by this content, whole or not at all, and synced.

    Raises OSError; the old file is then as it was.
    """
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def swap_link(link: Path, target: str, *, synced: bool = True) -> None:
    """Point the symbolic link at the target (a relative path), in one atomic step, synced.

    Unless `synced`, it is the caller that syncs the folder.
    """
    aside = link.with_name(f".{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
    if synced:
        sync_folder(link.parent)
