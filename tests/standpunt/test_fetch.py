"""Fetching from a server on this machine that speaks like the official publications site."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from standpunt import __version__
from standpunt.downloading import Downloader, Manners
from standpunt.errors import FetchError

Run = Callable[..., Any]

RECORD = """<record><recordData><gzd><originalData><meta><owmskern>
<dcterms:identifier xmlns:dcterms="http://purl.org/dc/terms/">{name}</dcterms:identifier>
</owmskern></meta></originalData><enrichedData>{items}</enrichedData></gzd></recordData></record>"""
ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<searchRetrieveResponse xmlns="http://docs.oasis-open.org/ns/search-ws/sruResponse">
<version>2.0</version><numberOfRecords>{count}</numberOfRecords><records>{records}</records>
</searchRetrieveResponse>"""


@dataclass
class Site:
    """A site: what each path answers (status, headers, bytes), one answer after the other."""

    address: str = ""
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    papers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, path: str, content: bytes = b"", status: int = 200, **headers: str) -> None:
        """Let a path answer this; said again, it answers the next with it, and then ever after."""
        plain = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, plain, content))

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def search(self, query: dict[str, list[str]]) -> bytes:
        """The answer of the search, in pages of what is asked for, and of two at most."""
        dossier = query["query"][0].partition('"')[2].rstrip('"')
        found = self.papers.get(dossier, [])
        start = int(query["startRecord"][0]) - 1
        records = []
        for name, formats in found[start : start + 2]:
            items = "".join(
                f'<itemUrl manifestation="{each}">{self.address}/{name}.{each}</itemUrl>'
                for each in formats.split()
            )
            records.append(RECORD.format(name=name, items=items))
        return ANSWER.format(count=len(found), records="".join(records)).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            made.asked.append((parts.path, dict(self.headers)))
            if parts.path == "/sru" and parts.path not in made.answers:
                answer = (200, {"Content-Type": "text/xml"}, made.search(parse_qs(parts.query)))
            else:
                queue = made.answers.get(parts.path, [(404, {}, b"")])
                answer = queue.pop(0) if len(queue) > 1 else queue[0]
            status, headers, content = answer
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, content = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Nothing to stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetch(standpunt: Run, site: Site, tmp_path: Path) -> Run:
    """`standpunt fetch` from the site into tmp_path/papers, without long pauses."""

    def run(*targets: str) -> Any:  # noqa: ANN401 - what the command gave back
        return standpunt(
            *("fetch", *targets, "--site", site.address, "--output", tmp_path / "papers"),
            *("--delay", "0.01", "--allow-private"),
        )

    return run


def test_a_dossier_is_fetched_paper_by_paper(fetch: Run, site: Site, tmp_path: Path) -> None:
    site.papers["32317"] = [("kst-32317-1", "pdf xml"), ("kst-32317-2", "pdf"), ("blg-7", "")]
    site.says("/kst-32317-1.xml", b"<a/>")
    site.says("/kst-32317-2.pdf", b"%PDF-1.7")
    site.says("/blg-7.html", b"<p>")
    ran = fetch("32 317")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[:2] for line in ran.lines] == [
        ["fetched", str(tmp_path / "papers" / name)]
        for name in ("kst-32317-1.xml", "kst-32317-2.pdf", "blg-7.html")
    ]
    assert (tmp_path / "papers" / "kst-32317-1.xml").read_bytes() == b"<a/>"


def test_a_paper_is_fetched_by_its_number_and_by_its_address(
    fetch: Run, site: Site, tmp_path: Path
) -> None:
    site.says("/kst-32317-987.html", b"<p>", Content_Type="text/html")
    site.says("/brief", b"Brief", Content_Type="text/plain")
    ran = fetch("32317-987", f"{site.address}/brief")
    assert ran.code == 0
    names = sorted(path.name for path in (tmp_path / "papers").glob("[!.]*"))
    assert names == ["brief.txt", "kst-32317-987.html"]


def test_what_has_not_changed_is_not_fetched_again(fetch: Run, site: Site) -> None:
    site.says("/kst-32317-1.xml", b"<a/>", ETag='"one"')
    site.says("/kst-32317-2.xml", b"<b/>")
    first, second = fetch("32317-1", "32317-2"), fetch("32317-1", "32317-2")
    assert [line.split()[0] for line in first.lines] == ["fetched", "fetched"]
    assert [line.split()[0] for line in second.lines] == ["unchanged", "unchanged"]
    assert [h.get("If-None-Match") for p, h in site.asked if p == "/kst-32317-1.xml"][1] == '"one"'


def test_the_product_says_its_name(fetch: Run, site: Site) -> None:
    site.says("/kst-32317-1.xml", b"<a/>")
    fetch("32317-1")
    assert {headers["User-Agent"].split()[0] for _, headers in site.asked} == {
        f"standpunt/{__version__}"
    }


def test_what_robots_may_not_fetch_is_refused(fetch: Run, site: Site) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /closed/\n")
    site.says("/closed/a.xml", b"<a/>")
    ran = fetch(f"{site.address}/closed/a.xml")
    assert ran.code == 1
    assert "robots.txt" in ran.complaint
    assert site.times("/closed/a.xml") == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_fails_for_a_moment_is_asked_again(fetch: Run, site: Site, status: int) -> None:
    site.says("/kst-32317-1.xml", b"", status, Retry_After="0")
    site.says("/kst-32317-1.xml", b"<a/>")
    assert fetch("32317-1").code == 0
    assert site.times("/kst-32317-1.xml") == 2


def test_the_server_is_given_the_time_it_asks_for(site: Site) -> None:
    slept: list[float] = []
    site.says("/a", b"", 503, Retry_After="17")
    site.says("/a", b"", 503)
    site.says("/a", b"fine")
    with Downloader(Manners(delay_s=2.5, allow_private=True), sleep=slept.append) as downloader:
        assert downloader.get(f"{site.address}/a").content == b"fine"
    assert [round(seconds, 1) for seconds in slept] == [2.5, 17, 2.5, 2, 2.5]


def test_what_fails_for_good_is_refused_after_some_attempts(site: Site) -> None:
    site.says("/a", b"", 500, Retry_After="0")
    with (
        Downloader(Manners(delay_s=0.01, allow_private=True)) as downloader,
        pytest.raises(FetchError, match="the server answered 500, 5 times; try again later"),
    ):
        downloader.get(f"{site.address}/a")


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("file:///some/secret", "is no http or https address"),
        ("ftp://example.org/a", "is no http or https address"),
        ("papers", "is no http or https address"),
        ("99999", "the site knows no paper of it"),
        ("99999-1", "the site does not have it"),
    ],
)
def test_what_is_no_paper_is_refused(fetch: Run, target: str, complaint: str) -> None:
    ran = fetch(target)
    assert ran.code == 1
    assert complaint in ran.complaint


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433"])
def test_a_private_address_is_refused(
    standpunt: Run, site: Site, host: str, tmp_path: Path
) -> None:
    address = f"http://{host}:{urlsplit(site.address).port}/a"
    ran = standpunt("fetch", address, "--output", tmp_path / "papers")
    assert ran.code == 1
    assert "private address" in ran.complaint
    assert site.asked == []


@pytest.mark.parametrize("target", ["file:///some/secret", "ftp://example.org/a"])
def test_a_redirect_that_leads_elsewhere_is_refused(fetch: Run, site: Site, target: str) -> None:
    site.says("/kst-32317-1.xml", b"", 302, Location=target)
    ran = fetch("32317-1")
    assert ran.code == 1
    assert "is no http or https address" in ran.complaint


def test_a_redirect_is_followed_and_one_in_a_circle_is_not(fetch: Run, site: Site) -> None:
    site.says("/kst-32317-1.xml", b"", 302, Location="/there.xml")
    site.says("/there.xml", b"<a/>")
    site.says("/round", b"", 302, Location="/round")
    ran = fetch("32317-1", f"{site.address}/round")
    assert ran.code == 1
    assert ran.lines[0].startswith("fetched")
    assert "more than 5 redirects" in ran.complaint


def test_a_large_file_is_refused_and_leaves_nothing(
    standpunt: Run, site: Site, tmp_path: Path
) -> None:
    site.says("/big.xml", b"x" * 200_000)
    ran = standpunt(
        *("fetch", f"{site.address}/big.xml", "--max-size", "0.1", "--delay", "0.01"),
        *("--allow-private", "--output", tmp_path / "papers"),
    )
    assert ran.code == 1
    assert "is larger than 0.1 MB" in ran.complaint
    assert list((tmp_path / "papers").iterdir()) == []


@pytest.mark.parametrize(
    "answer",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<html><p>not found",
        b"",
    ],
)
def test_a_search_that_answers_nonsense_is_refused(fetch: Run, site: Site, answer: bytes) -> None:
    site.says("/sru", answer)
    ran = fetch("32317")
    assert ran.code == 1
    assert "/sru?" in ran.complaint


def test_a_name_is_never_a_path(fetch: Run, site: Site, tmp_path: Path) -> None:
    site.says("/..%2F..%2Fescaped.xml", b"<a/>")
    site.says("/.hidden", b"<b/>")
    assert fetch(f"{site.address}/..%2F..%2Fescaped.xml", f"{site.address}/.hidden").code == 0
    names = sorted(path.name for path in (tmp_path / "papers").glob("[!.]*"))
    assert names == ["2F..-2Fescaped.xml", "hidden.bin"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["papers"]
