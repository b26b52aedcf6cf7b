"""Standpunt: who takes which position in the Council of the EU, and the sentence that proves it."""

__version__ = "0.1.0"
