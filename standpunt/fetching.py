"""Fetches papers of the official publications site into a folder: by address, or by dossier.

A dossier is searched for with SRU; each paper found comes as XML, else HTML, else PDF. What was
fetched before is asked for again only in case it changed.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring  # a DOCTYPE is refused before

from standpunt.downloading import Download, Downloader
from standpunt.errors import FetchError, UsageError
from standpunt.writing import write_whole

SITE = "https://zoek.officielebekendmakingen.nl"
SEARCH = "https://repository.overheid.nl/sru"
FORMATS = ("xml", "html", "pdf")
PAGE = 100  # records asked for at a time
CACHE_FILE = ".fetched.json"
MAX_NAME = 120

_DOSSIER = re.compile(r"(\d{2})[ .\u00a0]?(\d{3})(?:[-, ]*(?:nr\.?)?\s*(\d{1,5}))?")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Fetched:
    """What became of one paper: fetched, unchanged or refused, its file, and why it was refused."""

    url: str
    status: str
    path: Path | None = None
    note: str = ""


@dataclass(frozen=True)
class _Cached:
    """What is known of an address from before."""

    file: str
    sha256: str
    etag: str = ""
    modified: str = ""


class Fetcher:
    """Fetches into one folder; `site` stands in for the official site, its search at site/sru."""

    def __init__(self, folder: Path, downloader: Downloader, site: str | None = None) -> None:
        """Make the folder if need be. Raises UsageError if it cannot be made or its list read."""
        self._folder = folder
        self._downloader = downloader
        self._site = (site or SITE).rstrip("/")
        self._search = f"{self._site}/sru" if site else SEARCH
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._cache = _read_cache(folder / CACHE_FILE)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be used ({error}); name another folder") from error

    def fetch(self, target: str) -> Iterator[Fetched]:
        """Fetch an address, a paper (32317-987) or all papers of a dossier (32317), as they come.

        What cannot be fetched is refused with a reason and does not stop the others.
        """
        dossier = _DOSSIER.fullmatch(target.strip())
        try:
            if dossier is None:
                yield self._fetch_first(target, [target])
            elif dossier[3]:
                name = f"kst-{dossier[1]}{dossier[2]}-{dossier[3]}"
                yield self._fetch_first(name, self._addresses(name))
            else:
                yield from self._fetch_dossier(f"{dossier[1]}{dossier[2]}")
        except FetchError as error:
            yield Fetched(target, "refused", note=str(error))

    def _fetch_dossier(self, dossier: str) -> Iterator[Fetched]:
        papers = list(self._find_papers(dossier))
        if not papers:
            raise FetchError(f"dossier {dossier}: the site knows no paper of it; check the number")
        for name, addresses in papers:
            try:
                yield self._fetch_first(name, addresses)
            except FetchError as error:
                yield Fetched(name, "refused", note=str(error))

    def _find_papers(self, dossier: str) -> Iterator[tuple[str, list[str]]]:
        """Identifier and addresses of each paper of a dossier, as the search gives them."""
        start, total = 1, 1
        while start <= total:
            asked = {
                "operation": "searchRetrieve",
                "version": "2.0",
                "x-connection": "officielepublicaties",
                "query": f'w.dossiernummer=="{dossier}"',
                "startRecord": str(start),
                "maximumRecords": str(PAGE),
            }
            answer = self._downloader.get(f"{self._search}?{urlencode(asked)}")
            root = _xml(answer)
            total = int(_text(root, "numberOfRecords") or 0)
            records = [found for found in root.iter() if _local(found) == "recordData"]
            for record in records:
                name = _text(record, "identifier")
                if name:
                    yield name, _item_addresses(record) or self._addresses(name)
            start += max(1, len(records))

    def _addresses(self, name: str) -> list[str]:
        return [f"{self._site}/{quote(name)}.{suffix}" for suffix in FORMATS]

    def _fetch_first(self, name: str, addresses: list[str]) -> Fetched:
        """Fetch the first of the addresses that there is. Raises FetchError."""
        for address in addresses:
            known = self._cache.get(address)
            if known is not None and not (self._folder / known.file).exists():
                known = None
            answer = self._downloader.get(address, _conditions(known))
            if answer.status == 304 and known is not None:
                return Fetched(address, "unchanged", self._folder / known.file)
            if answer.status == 200:
                return self._keep(address, answer, known)
            if answer.status not in (404, 410):
                raise FetchError(f"{address}: the server answered {answer.status}; check it")
        raise FetchError(f"{name}: the site does not have it; check the address or number")

    def _keep(self, address: str, answer: Download, known: _Cached | None) -> Fetched:
        sha256 = hashlib.sha256(answer.content).hexdigest()
        file = known.file if known else self._name(address, answer)
        path = self._folder / file
        status = "unchanged" if known is not None and known.sha256 == sha256 else "fetched"
        if status == "fetched":
            write_whole(path, answer.content)
        etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
        self._cache[address] = _Cached(file, sha256, etag, modified)
        entries = {url: asdict(entry) for url, entry in self._cache.items()}
        write_whole(self._folder / CACHE_FILE, json.dumps(entries, indent=1).encode())
        return Fetched(address, status, path)

    def _name(self, address: str, answer: Download) -> str:
        """A file name made of the address: no path, no hidden file, not that of another address."""
        last = urlsplit(address).path.rpartition("/")[2]
        name = _NOT_IN_NAMES.sub("-", last).strip(".-")[-MAX_NAME:] or "paper"
        if "." not in name:
            name += _suffix(answer.headers.get("content-type", ""))
        if (
            any(entry.file == name for entry in self._cache.values())
            or (self._folder / name).exists()
        ):
            stem, dot, suffix = name.rpartition(".")
            mark = hashlib.sha256(address.encode()).hexdigest()[:8]
            name = f"{stem}-{mark}{dot}{suffix}"
        return name


def _conditions(known: _Cached | None) -> dict[str, str]:
    if known is None:
        return {}
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in said.items() if value}


def _xml(answer: Download) -> Element:
    if answer.status != 200:
        raise FetchError(f"{answer.url}: the search answered {answer.status}; try again later")
    if b"<!DOCTYPE" in answer.content or b"<!ENTITY" in answer.content:
        raise FetchError(f"{answer.url}: the answer declares entities, which no search does")
    try:
        return fromstring(answer.content)  # noqa: S314 - without entities, and of limited size
    except ParseError as error:
        raise FetchError(
            f"{answer.url}: the answer is no XML ({error}); try again later"
        ) from error


def _item_addresses(record: Element) -> list[str]:
    """Addresses of a record's manifestations, in the order of FORMATS."""
    by_format = {
        found.get("manifestation", ""): (found.text or "").strip()
        for found in record.iter()
        if _local(found) == "itemUrl"
    }
    return [by_format[name] for name in FORMATS if by_format.get(name)]


def _text(root: Element, name: str) -> str:
    found = next((element for element in root.iter() if _local(element) == name), None)
    return (found.text or "").strip() if found is not None else ""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _suffix(content_type: str) -> str:
    kinds = {"xml": ".xml", "html": ".html", "pdf": ".pdf", "plain": ".txt"}
    return next((suffix for kind, suffix in kinds.items() if kind in content_type), ".bin")


def _read_cache(path: Path) -> dict[str, _Cached]:
    """What was fetched before; {} for a folder that is new."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return {url: _Cached(**entry) for url, entry in content.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); remove it") from error
