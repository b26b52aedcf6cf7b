"""What is kept for a generation: no more than is meant, and out of the sight of Python's collector.

The collector looks through all that lives, over and over: half a second, in the middle of a click,
once a hundred thousand claims are kept.
"""

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ctypes import CDLL
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Made = Callable[Concatenate[str, int, P], R]


def settled(make: Callable[P, R]) -> Callable[P, R]:
    """The function; what lives when it has made something large is not looked through again.

    It goes when nobody holds it any more, as ever. What was only needed for making it goes back to
    the system, which the C library of Linux does not do by itself.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        found = make(*args, **kwargs)
        gc.freeze()
        if sys.platform == "linux":
            trim = getattr(CDLL(None), "malloc_trim", None)
            if trim is not None:
                trim(0)
        return found

    return made


def kept(
    most: int, weigh: Callable[[Any], int] = lambda _: 1
) -> Callable[[Made[P, R]], Made[P, R]]:
    """Keeps what a function of store, generation and more gives, as long as that generation lasts.

    `most` is the sum of what those that are kept weigh; they go when others were asked for later,
    and the last one stays, however heavy. One thread makes what another waits for. All arguments
    are given by place.
    """

    def keep(make: Made[P, R]) -> Made[P, R]:
        held: OrderedDict[Hashable, R] = OrderedDict()
        making: dict[Hashable, Lock] = {}
        lock = Lock()
        generation: tuple[str, int] | None = None

        def find(key: Hashable) -> tuple[bool, R | None]:
            """Whether it is kept, and what it is."""
            nonlocal generation
            if generation != key[:2]:  # type: ignore[index]
                held.clear()
                generation = key[:2]  # type: ignore[index]
            if key not in held:
                return False, None
            held.move_to_end(key)
            return True, held[key]

        @wraps(make)
        def found(store: str, number: int, /, *args: P.args, **kwargs: P.kwargs) -> R:
            key = (store, number, *args)
            with lock:
                is_kept, its = find(key)
                if is_kept:
                    return its  # type: ignore[return-value]
                mine = making.setdefault(key, Lock())
            with mine:
                with lock:
                    is_kept, its = find(key)
                if is_kept:
                    return its  # type: ignore[return-value]
                try:
                    made = make(store, number, *args, **kwargs)
                finally:
                    with lock:
                        making.pop(key, None)
                with lock:
                    if generation == key[:2]:
                        held[key] = made
                    while len(held) > 1 and sum(map(weigh, held.values())) > most:
                        held.popitem(last=False)
            return made

        return found

    return keep
