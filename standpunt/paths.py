"""Where runtime data lies; opens nothing. A store behind an address has a folder here too."""

import os
from pathlib import Path

STORE_VARIABLE = "STANDPUNT_STORE"


def default_store() -> Path:
    """The store used where none is named: $STANDPUNT_STORE, else a folder of the user's data."""
    named = os.environ.get(STORE_VARIABLE)
    return named_store(named) if named else _user_data() / "store"


def named_store(name: str, user: str = "") -> Path:
    """The folder of the store of this name: a folder's path, or an http or https address.

    What stands for an address is made below the user's data; see graph.remote. `user` is whom its
    engine knows, by default $STANDPUNT_STORE_USER. Raises RemoteError.
    """
    if not name.lower().startswith(("http://", "https://")):
        return Path(name).expanduser()
    from graph.remote import UPDATE_VARIABLE, USER_VARIABLE, find_remote, remote_folder

    known = user or os.environ.get(USER_VARIABLE, "")
    remote = find_remote(name, known, os.environ.get(UPDATE_VARIABLE, ""))
    return remote_folder(_user_data() / "remotes", remote)


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("standpunt", appauthor=False)
