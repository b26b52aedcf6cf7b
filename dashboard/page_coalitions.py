"""Coalitions: the page of that name; what it shows is in coalitions_view.py."""

from dashboard.coalitions_view import show_coalitions

show_coalitions()
