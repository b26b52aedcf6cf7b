"""Search: the page of that name; what it shows is in search_view.py."""

from dashboard.search_view import show_found

show_found()
