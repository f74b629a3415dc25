"""What makes a value show itself in a notebook; the pictures are made elsewhere, and come through hooks."""

from __future__ import annotations

from collections.abc import Container
from typing import SupportsIndex, TypeVar, overload

from edition._model import hooks
from edition._text.terminal import printable

T_co = TypeVar("T_co", covariant=True)

#: How much of a text, and how much of several values, stands in the line that a prompt shows, in characters.
_BRIEF, _LINE = 24, 100


class Shown:
    """A value that Jupyter, and whatever speaks its protocol, shows as a small HTML view."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return hooks.html(self)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """The HTML, and a text for where HTML is not shown."""
        makers = {"text/plain": hooks.plain, "text/html": hooks.html}
        return {
            kind: make(self)
            for kind, make in makers.items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }


class Listing(Shown, tuple[T_co, ...]):
    """Several values: a tuple of which a prompt shows the first, and a notebook a table."""

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> Listing[T_co]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> T_co | Listing[T_co]:
        if isinstance(at, slice):
            return Listing(super().__getitem__(at))
        return super().__getitem__(at)

    def __repr__(self) -> str:
        first: list[str] = []
        for value in self:
            first.append(repr(value))
            if len(first) > 1 and sum(map(len, first)) > _LINE:
                first.pop()
                break
        rest = f" … {len(self) - len(first)} more" if len(self) > len(first) else ""
        return f"({', '.join(first)}{',' if rest or len(self) == 1 else ''}{rest})"


def brief(text: str, most: int = _BRIEF) -> str:
    """The first characters of a text, what acts on a terminal escaped."""
    return printable(text if len(text) <= most else f"{text[:most]}…")


def counted(number: int, unit: str, units: str | None = None) -> str:
    """``1 page``, ``1,024 pages``."""
    return f"{number:,} {unit if number == 1 else units or unit + 's'}"
