"""Who sides with whom, who is silent, who changed its mind: figures from claims, with intervals."""
