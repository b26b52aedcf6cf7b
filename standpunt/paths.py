"""Where runtime data lies; opens nothing and makes no folder."""

import os
from pathlib import Path

STORE_VARIABLE = "STANDPUNT_STORE"


def default_store() -> Path:
    """The store used where none is named: $STANDPUNT_STORE, else a folder of the user's data."""
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("standpunt", appauthor=False) / "store"
