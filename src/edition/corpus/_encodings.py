"""Bytes into text, so that the bytes can be had back, and with a record of how the encoding was known."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from edition._text.lines import cut_at_form_feeds
from edition.errors import MissingExtraError

#: Byte order marks, and what they are marks of. The longer ones come first, since one begins as another does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: What Chinese text is in where it is not in UTF-8. GB18030 holds GBK and GB2312, Big5-HKSCS holds Big5.
_CANDIDATES = ["gb18030", "big5hkscs"]
#: Codecs that take a mark away, and what they are without that.
_UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
#: A damaged text in UTF-8 has this many Chinese characters for each that can't be read; one in GB18030 has hardly any.
_DAMAGED = 8
_FIRST_HAN = "\u3400"
#: What Chinese text is made of, nearly all of it. Read with the halves of its units swapped, hardly any is.
_USUAL = re.compile("[\t\n\r -~·\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_SHARE, _SAMPLE = 0.9, 4096


class Decoded(NamedTuple):
    """A text and the way back to its bytes."""

    text: str
    encoding: str
    known_by: str
    raw: bytes | None


class UndecodableError(ValueError):
    """No encoding fits; the message says what was tried."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a page's bytes. A byte order mark stays in it, as U+FEFF, so that nothing is lost.

    Raises UndecodableError, and LookupError for an encoding that Python does not know.
    """
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if declared is not None:
        name = codecs.lookup(declared).name
        if name in _UNMARKED:
            name = mark if mark is not None and mark.startswith(name[:6]) else _UNMARKED[name]
        return _strictly(data, name, "declared")
    if mark is not None:
        return _strictly(data, mark, "mark")
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        wide = _utf16(data)
        if wide is None:
            _refuse_damaged(data, problem)
            wide = _detected(data)
        return _strictly(data, wide, "detected")
    if "\0" in text and (wide := _utf16(data)) is not None:
        return _strictly(data, wide, "detected")
    return Decoded(text, "utf-8", "valid", None)


def from_text(text: str) -> Decoded:
    """A text that never was bytes; lone surrogates, which no encoding takes, are kept in the bytes' own way."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return Decoded(text, "utf-8", "text", text.encode("utf-8", "surrogatepass"))
    return Decoded(text, "utf-8", "text", None)


def parted(whole: Decoded) -> list[Decoded]:
    """A text cut behind its form feeds, each stretch with its own bytes."""
    stretches = cut_at_form_feeds(whole.text)
    if len(stretches) == 1:
        return [whole]
    if whole.raw is None:
        return [whole._replace(text=text) for text in stretches]
    # Where the codec does not give the bytes back, they are cut themselves: no other code of GB18030 or Big5 has that byte.
    pieces = whole.raw.split(b"\f")
    cut = [piece + b"\f" for piece in pieces[: len(stretches) - 1]]
    cut.append(b"\f".join(pieces[len(stretches) - 1 :]))
    return [whole._replace(text=text, raw=data) for text, data in zip(stretches, cut, strict=True)]


def _strictly(data: bytes, name: str, known_by: str) -> Decoded:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as problem:
        raise UndecodableError(
            f"not {name} ({known_by}): byte {data[problem.start]:#04x} at {problem.start}, {problem.reason}"
        ) from None
    except UnicodeError as problem:  # UTF-16 and UTF-7 have complaints of their own
        raise UndecodableError(f"not {name} ({known_by}): {problem}") from None
    try:
        raw = None if text.encode(name) == data else data
    except UnicodeError:
        raw = data
    return Decoded(text, name, known_by, raw)


def _utf16(data: bytes) -> str | None:
    """Which UTF-16 a text without a mark is in, if it is."""
    for name in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        text = data[:_SAMPLE].decode(name, "replace")
        if len(_USUAL.findall(text)) >= _SHARE * len(text):
            return name
    return None


def _refuse_damaged(data: bytes, problem: UnicodeDecodeError) -> None:
    """Raise UndecodableError for UTF-8 that was cut short or damaged, before another encoding makes nonsense of it."""
    text = data.decode("utf-8", "replace")
    han = sum([character >= _FIRST_HAN for character in text])
    bad = text.count("\ufffd")
    if han - bad >= _DAMAGED * bad:
        where = f"byte {data[problem.start]:#04x} at {problem.start}, {problem.reason}"
        raise UndecodableError(f"damaged UTF-8: {where}") from None


def _detected(data: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        missing = MissingExtraError("detecting an encoding", "charset-normalizer", "corpus")
        raise UndecodableError(f"not UTF-8, and none is declared; {missing}") from None
    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise UndecodableError(
            "neither UTF-8 nor UTF-16, GB18030 or Big5-HKSCS; if it is text, declare its encoding"
        )
    return best.encoding
