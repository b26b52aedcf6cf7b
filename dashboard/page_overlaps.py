"""Overlaps: the page of that name; what it shows is in overlaps_view.py."""

from dashboard.overlaps_view import show_overlaps

show_overlaps()
