"""How Streamlit is started on the dashboard: its arguments, and what must hold even without a file.

Look and limits stand in .streamlit/config.toml beside the script. The flags here repeat what keeps
the dashboard on this machine, so that no other config file can undo it.
"""

from pathlib import Path

HOST = "127.0.0.1"
SCRIPT = Path(__file__).with_name("app.py")

_FLAGS = {
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.enableAgentApi": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": HOST,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "logger.hideWelcomeMessage": "true",
}


def serve_arguments(port: int) -> list[str]:
    """What to give `streamlit` to serve on this port of 127.0.0.1.

    The store is the one of the environment variable STANDPUNT_STORE, see standpunt.paths.
    """
    flags = [f"--{name}={value}" for name, value in _FLAGS.items()]
    return ["run", str(SCRIPT), f"--server.port={port}", *flags]
