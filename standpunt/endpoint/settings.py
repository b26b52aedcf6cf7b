"""How an endpoint is to be run; checks that an address others can reach has a token."""

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

from standpunt.errors import UsageError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
MIN_TOKEN_CHARACTERS = 16
DEFAULT_PORT = 8520


def default_workers() -> int:
    """More than cores: a query that runs for long gives way, and must not hold up the others."""
    return max(12, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True)
class Settings:
    """What the command line says, with the limits that it leaves alone.

    `token` is asked of every request but GET /health; None asks for none. `hosts` are further names
    that a request may use in its Host header, `origins` the web pages that may ask ("*": all).
    `as_of` names an earlier state, see standpunt.past.find_state().
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str | None = field(default=None, repr=False)
    hosts: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    timeout_s: float = 30.0
    max_rows: int = 100_000
    max_bytes: int = 32 * 2**20
    memory_bytes: int = 2**30
    workers: int = field(default_factory=default_workers)
    wait_s: float = 5.0
    max_body_bytes: int = 2**20
    body_timeout_s: float = 10.0
    header_timeout_s: float = 10.0
    send_timeout_s: float = 60.0
    max_connections: int = 256
    log_queries: bool = False
    reviewed: bool = False
    as_of: str | None = None

    def __post_init__(self) -> None:
        """Raises UsageError where this would open the store to others without a token."""
        if self.token is not None and len(self.token) < MIN_TOKEN_CHARACTERS:
            raise UsageError(
                f"the token has fewer than {MIN_TOKEN_CHARACTERS} characters; take a long random "
                "one (python -c 'import secrets; print(secrets.token_urlsafe())')"
            )
        if self.token is None and not is_loopback(self.host):
            raise UsageError(
                f"--host {self.host} can be reached by others, so it needs --token TOKEN "
                "(or $STANDPUNT_TOKEN); leave --host away to serve this machine alone"
            )

    @property
    def max_queries(self) -> int:
        """So many queries may run or wait at a time; more are told to come back."""
        return 5 * self.workers

    def allows_host(self, name: str) -> bool:
        """Whether a request may call this server so; `name` is without port and brackets.

        A web page can point its own name at this address (DNS rebinding), but no IP address: where
        the server listens on all addresses, any IP address will do.
        """
        name = name.lower()
        if name in self.hosts or name == self.host.lower() or name in LOOPBACK_NAMES:
            return True
        return self.host in ("0.0.0.0", "::") and _is_address(name)  # noqa: S104 - compared


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach that address."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
