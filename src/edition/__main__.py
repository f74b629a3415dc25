"""``edition``, and ``python -m edition``: the command line."""

import sys

from edition._cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
