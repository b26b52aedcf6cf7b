"""Quads kept, questions answered: the store, its published generations, and queries."""
