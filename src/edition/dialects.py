"""Dialects: the conventions of newspapers of a region or a period.

A dialect is a small grammar file that extends the grammar of mainland dailies. The package ships ``mainland``, ``nineties``,
``prc-early``, ``shanghai``, ``republican``, ``hongkong``, ``taiwan`` and ``singapore``; a parse detects which one fits. A file for
another paper only needs the formulas that differ::

    // wangchuan.lark: 望川时报 opens its reports with 望川时报快报：
    %extend lead: FLASH COLON
    FLASH: "望川时报快报"

    page = edition.parse(text, dialect=edition.Dialect.from_file("wangchuan.lark"))

A page stores its dialect in ``page.dialect``: the name and a digest of the grammar. ``parse(text, dialect=page.dialect)`` uses it again,
if it is shipped or this process has loaded its file. Otherwise the people and datelines of a stored page stay as they were, and new
nodes are read in the mainland dialect.

Other packages can provide dialects (:mod:`edition.plugins`). Pass them by name; they are never detected.

A dialect can extend the words, formulas, cues and layout rules of the files in ``grammar/``.
"""

from __future__ import annotations

from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import AnyDialect, Dialect, detect, names

__all__ = ["AnyDialect", "Dialect", "DialectMark", "detect", "names"]
