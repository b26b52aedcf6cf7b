"""Over time: the page of that name; what it shows is in trajectory_view.py."""

from dashboard.trajectory_view import show_trajectory

show_trajectory()
