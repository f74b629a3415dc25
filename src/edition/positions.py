"""Positions: offsets as line and column, and in UTF-8 bytes and UTF-16 units."""

from __future__ import annotations

from edition._text.positions import Position, advanced, offset_at, position

__all__ = ["Position", "advanced", "offset_at", "position"]
