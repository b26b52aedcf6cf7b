"""Meetings: the page of that name; what it shows is in meetings_view.py."""

from dashboard.meetings_view import show_meetings

show_meetings()
