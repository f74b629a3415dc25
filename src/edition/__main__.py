"""``edition``, and ``python -m edition``: the command line."""

import sys
from collections.abc import Sequence

from edition import _signals

__all__ = ["main"]

#: The commands that take long, which a signal ends with a line.
_LONG = ("corpus", "query")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, the program's own unless another is given; the exit status.

    Raises SystemExit for arguments that it does not know, as argparse does.
    """
    heeded = arguments is None and sys.argv[1:2] and sys.argv[1] in _LONG
    if heeded:
        _signals.end_at_once()
    # After that, since it takes a while.
    from edition._cli import main as run

    status = run(arguments)
    if heeded:
        _signals.ignore()
    return status


if __name__ == "__main__":
    sys.exit(main())
