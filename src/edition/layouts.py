"""Where the print of a page stands on its paper."""

from __future__ import annotations

from edition._model.layout import Box, Layout, LayoutLine

__all__ = ["Box", "Layout", "LayoutLine"]
