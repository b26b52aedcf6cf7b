"""Windows of time: the page of that name; what it shows is in windows_view.py."""

from dashboard.windows_view import show_windows

show_windows()
