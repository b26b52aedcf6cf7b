"""Documents in, quads out: reading, segmenting and extracting position claims."""
