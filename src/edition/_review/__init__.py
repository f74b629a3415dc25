"""Correct a page in the browser: `edition review`."""
