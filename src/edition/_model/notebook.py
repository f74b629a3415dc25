"""What makes a value show itself in a notebook; the pictures are made elsewhere, and come through hooks."""

from __future__ import annotations

from collections.abc import Container

from edition._model import hooks


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
