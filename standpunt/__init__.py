"""Standpunt: who takes which position in the Council of the EU, and the sentence that proves it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standpunt.opening import OpenStore, open_store

__all__ = ["OpenStore", "__version__", "open_store"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """open_store and OpenStore, which load pandas only where they are used."""
    if name in ("OpenStore", "open_store"):
        from standpunt import opening

        found: object = getattr(opening, name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
