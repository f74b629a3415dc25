"""Dialects: how the papers of a place or a time do things otherwise.

A dialect is a small grammar file that extends the terminals of the mainland daily's. The package ships four beside it
(``nineties``, ``republican``, ``hongkong``, ``taiwan``); a parse picks the one whose tell-tale signs stand on the page.
A file for a paper of your own needs no more than the formulas that are its own::

    // wangchuan.lark: 望川时报 opens its reports with 望川时报快报：
    %extend lead: FLASH COLON
    FLASH: "望川时报快报"

    page = edition.parse(text, dialect=edition.Dialect.from_file("wangchuan.lark"))

A page keeps which dialect it was read in: ``page.dialect``, a name and a digest of the grammar. ``parse(text,
dialect=page.dialect)`` reads in that dialect again, if it is shipped, or if this process has loaded its file. Where a process
has not, people and datelines are those that were found; what is asked anew is read in the mainland dialect.

Other packages bring dialects, too (:mod:`edition.plugins`); they are asked for by name, and no page picks one by itself.

A dialect can extend the words, formulas, cues and layout rules of the files in grammar/.
"""

from __future__ import annotations

from edition._grammar.compiled import DialectMark
from edition._grammar.dialects import AnyDialect, Dialect, detect, names

__all__ = ["AnyDialect", "Dialect", "DialectMark", "detect", "names"]
