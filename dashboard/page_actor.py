"""Actors: the page of that name; what it shows is in actor_view.py."""

from dashboard.actor_view import show_actor

show_actor()
