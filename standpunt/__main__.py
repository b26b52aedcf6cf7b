"""`python -m standpunt`: the same as the command `standpunt`."""

import sys

from standpunt.cli import main

if __name__ == "__main__":
    sys.exit(main())
