"""The EU policy vocabulary: terms, actors, issues and shapes, as Turtle and as Python constants."""
