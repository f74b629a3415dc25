"""What nodes and issues ask of the values that they are made of, so that nonsense is told at once."""

from __future__ import annotations

from typing import cast

from edition._model.notebook import Listing
from edition._text.lines import BLANKS

#: Offsets and numbers of pages are below; larger ones are not exact in every reader of JSON.
LARGEST = 2**53


def check_children(
    node: object, field: str, children: object, kinds: tuple[type[object], ...]
) -> None:
    """Raise TypeError for what can't be the children of a node."""
    name = type(node).__name__
    if isinstance(children, Listing):
        children = tuple(cast("Listing[object]", children))
        object.__setattr__(node, field, children)
    if type(children) is not tuple:
        raise TypeError(f"the {field} of {name} must be a tuple of nodes, not {children!r:.80}")
    for child in cast("tuple[object, ...]", children):
        if not isinstance(child, kinds):
            allowed = ", ".join(kind.__name__ for kind in kinds)
            raise TypeError(f"a child of {name} must be {allowed}, not {type(child).__name__}")


def checked_str(text: object, what: str) -> str:
    """The text; TypeError for anything else."""
    if isinstance(text, str):
        return text
    raise TypeError(f"{what} is a str, not {type(text).__name__}")


def checked_blanks(text: object, what: str) -> str:
    """The blanks; TypeError for what is no str, ValueError for print."""
    if checked_str(text, what).strip(BLANKS):
        raise ValueError(f"{what} must be whitespace, not {text!r}")
    return cast(str, text)


def check_start(start: object) -> None:
    """Raise TypeError or ValueError for what is neither an offset nor None."""
    if start is None:
        return
    if type(start) is not int:
        raise TypeError(f"a start is an offset or None, not {start!r:.80}")
    if not 0 <= start < LARGEST:
        raise ValueError(
            f"a start is an offset from 0 to 2**53, not {'less' if start < 0 else 'more'}"
        )


def check_flag(continues: object) -> None:
    """Raise TypeError for what is neither True nor False."""
    if type(continues) is not bool:
        raise TypeError(f"continues is True or False, not {continues!r:.80}")
