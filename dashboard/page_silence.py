"""Silence: the page of that name; what it shows is in silence_view.py."""

from dashboard.silence_view import show_silence

show_silence()
