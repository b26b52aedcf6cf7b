"""How much a file may hold before it is refused; a Council paper stays far below each.

The time and memory of a reader are the caller's to bound: some files make a library allocate or
run on before any of these can be counted. The last two say what suffices for honest papers.
"""

MAX_BYTES = 50_000_000  # a PDF with pictures on each page
MAX_TEXT = 2_000_000  # characters: some 700 pages of print
MAX_PAGES = 1_500
MAX_STREAM = 250_000_000  # bytes that one stream of a PDF unpacks to; a page's picture at 600 dpi
MAX_DEPTH = 200  # elements of XML inside each other
MAX_ELEMENTS = 1_000_000  # of one XML part
MAX_MEMBERS = 1_000  # of one bundle
MAX_UNPACKED = 200_000_000  # bytes of all members of one bundle
MAX_RATIO = 200  # unpacked to packed
RATIO_FROM = 1_000_000  # bytes unpacked; below it the ratio says nothing
MAX_NESTING = 1  # a bundle inside a bundle, and no further

CHILD_MEMORY = 3 * 1024**3  # bytes of address space (RLIMIT_AS) for the process that reads a file
CHILD_SECONDS = 20  # wall clock for one file
