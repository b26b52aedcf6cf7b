"""What is kept for a generation is taken out of the sight of Python's collector.

It looks through all that lives, over and over: half a second, in the middle of a click, once a
hundred thousand claims are kept.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def settled(make: Callable[P, R]) -> Callable[P, R]:
    """The function; what lives when it has made something large is not looked through again.

    It goes when nobody holds it any more, as ever.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        found = make(*args, **kwargs)
        gc.freeze()
        return found

    return made
