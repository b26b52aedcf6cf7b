"""Help: the page of that name; what it shows is in help_view.py."""

from dashboard.help_view import show_help

show_help()
