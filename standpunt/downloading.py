"""Gets one address at a time over HTTP, politely and within limits; knows no document.

Waits between requests, obeys robots.txt and Retry-After, repeats what failed for a moment, follows
redirects only to public addresses, and stops reading at a limit.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from standpunt import __version__
from standpunt.errors import FetchError

PRODUCT = "standpunt"
USER_AGENT = f"{PRODUCT}/{__version__} (reads public papers; one request at a time)"
MAX_REDIRECTS = 5
ATTEMPTS = 5
LONGEST_WAIT_S = 120.0
TIMEOUT_S = 30.0
MAX_ROBOTS_BYTES = 500_000


@dataclass(frozen=True)
class Manners:
    """How to behave: seconds between two requests, bytes of an answer, and private addresses."""

    delay_s: float = 1.0
    max_bytes: int = 50_000_000
    allow_private: bool = False


@dataclass(frozen=True)
class Download:
    """An answer: the address it came from in the end, its status (200, 304, 404, …), its bytes."""

    url: str
    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Downloader:
    """Gets addresses, one after the other, until close(); a context manager."""

    def __init__(
        self, manners: Manners | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Nothing is asked yet."""
        self._manners = manners or Manners()
        self._sleep = sleep
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT}, timeout=TIMEOUT_S, follow_redirects=False
        )
        self._robots: dict[str, RobotFileParser] = {}
        self._last = -float("inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Download:
        """The answer of an address; any status but 5xx, 429 and redirects is one.

        Raises FetchError: not http(s), a private address, forbidden by robots.txt, too large, too
        many redirects, or no answer after several attempts.
        """
        for _ in range(MAX_REDIRECTS + 1):
            self._check_address(url)
            self._check_robots(url)
            found = self._attempt(url, headers or {}, self._manners.max_bytes)
            if found.status not in (301, 302, 303, 307, 308) or "location" not in found.headers:
                return found
            url = urljoin(url, found.headers["location"])
        raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects")

    # --- one request --------------------------------------------------------------------------

    def _attempt(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Download:
        """Ask, and ask again what failed for a moment."""
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            wait=_wait_s,
            stop=stop_after_attempt(ATTEMPTS),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(self._ask, url, headers, max_bytes)
        except _TryAgainError as error:
            raise FetchError(f"{url}: {error}, {ATTEMPTS} times; try again later") from error

    def _ask(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Download:
        self._pause(url)
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as answer:
                self._check_peer(url, answer)
                if answer.status_code == 429 or answer.status_code >= 500:
                    after = _retry_after_s(answer.headers.get("retry-after", ""))
                    raise _TryAgainError(f"the server answered {answer.status_code}", after)
                content = bytearray()
                for part in answer.iter_bytes():
                    content += part
                    if len(content) > max_bytes:
                        raise FetchError(
                            f"{url}: is larger than {max_bytes / 1e6:g} MB; allow more with "
                            "--max-size, or leave it out"
                        )
                return Download(url, answer.status_code, bytes(content), dict(answer.headers))
        except httpx.TransportError as error:
            raise _TryAgainError(f"no answer ({error or type(error).__name__})", None) from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise FetchError(f"{url}: cannot be fetched ({error})") from error

    def _pause(self, url: str) -> None:
        robots = self._robots.get(_origin(url))
        asked = float(robots.crawl_delay(PRODUCT) or 0) if robots is not None else 0.0
        wait = self._last + max(self._manners.delay_s, asked) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._last = time.monotonic()

    # --- what must not be asked ---------------------------------------------------------------

    def _check_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url}: is no http or https address; give one")
        if self._manners.allow_private:
            return
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:
            raise FetchError(f"{url}: there is no such host ({error}); check it") from error
        for entry in found:
            self._refuse_private(url, str(entry[4][0]))

    def _check_peer(self, url: str, answer: httpx.Response) -> None:
        """Look at the address that did answer: a name may stand for another one a moment later."""
        stream = answer.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self._manners.allow_private and not _uses_proxy():
            self._refuse_private(url, str(peer[0]))

    @staticmethod
    def _refuse_private(url: str, address: str) -> None:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise FetchError(
                f"{url}: leads to the private address {address}; if that is meant, say "
                "--allow-private"
            )

    def _check_robots(self, url: str) -> None:
        origin = _origin(url)
        if origin not in self._robots:
            robots = RobotFileParser()
            found = self._attempt(f"{origin}/robots.txt", {}, MAX_ROBOTS_BYTES)
            written = found.content.decode("utf-8", "replace") if found.status == 200 else ""
            robots.parse(written.splitlines())
            self._robots[origin] = robots
        if not self._robots[origin].can_fetch(PRODUCT, url):
            raise FetchError(f"{url}: the site asks programs not to fetch it (robots.txt)")


class _TryAgainError(Exception):
    """It failed for a moment; `after_s` is how long the server asks to wait, if it does."""

    def __init__(self, reason: str, after_s: float | None) -> None:
        super().__init__(reason)
        self.after_s = after_s


def _wait_s(state: RetryCallState) -> float:
    """Seconds until the next attempt: what the server asks, else 1, 2, 4, 8."""
    error = state.outcome.exception() if state.outcome is not None else None
    asked = error.after_s if isinstance(error, _TryAgainError) else None
    wait = asked if asked is not None else float(2 ** (state.attempt_number - 1))
    return min(wait, LONGEST_WAIT_S)


def _retry_after_s(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None if it does not."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _uses_proxy() -> bool:
    from urllib.request import getproxies

    return bool(getproxies().keys() & {"http", "https", "all"})
