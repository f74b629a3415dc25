"""Where an offset is, for people (line and column) and for editors (bytes, UTF-16 units)."""

from __future__ import annotations

from edition._text.positions import Position, advanced, offset_at, position

__all__ = ["Position", "advanced", "offset_at", "position"]
