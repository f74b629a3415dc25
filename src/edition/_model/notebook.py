"""What makes a value show itself in a notebook. The pictures are made in :mod:`edition._render.notebook`, which is imported then."""

from __future__ import annotations

from collections.abc import Container


class Shown:
    """A value that Jupyter, and whatever speaks its protocol, shows as a small HTML view."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from edition._render.notebook import html

        return html(self)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """The HTML, and a text for where HTML is not shown."""
        from edition._render.notebook import html, plain

        makers = {"text/plain": plain, "text/html": html}
        return {
            kind: make(self)
            for kind, make in makers.items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }
