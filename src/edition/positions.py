"""Where an offset is, for people (line and column) and for editors (bytes, UTF-16 units)."""

from __future__ import annotations

from edition._text.positions import Position, advanced, position

__all__ = ["Position", "advanced", "position"]
