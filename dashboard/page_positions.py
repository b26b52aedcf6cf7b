"""Positions: the page of that name; what it shows is in positions_view.py."""

from dashboard.positions_view import show_positions

show_positions()
