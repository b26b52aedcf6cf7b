"""Overview: the page of that name; what it shows is in overview_view.py."""

from dashboard.overview_view import show_overview

show_overview()
