"""JSON: the exact tree, in a readable form::

    {"edition": 2, "kind": "page", "dialect": {"name": "mainland", "digest": "…"}, "items": [{"kind": "article", "parts": [
      {"kind": "headline", "pieces": [{"text": "河堤步道开放", "tail": "\\n\\n", "start": 0}]},
      {"kind": "byline", "pieces": [{"text": "本报记者 陈立", "tail": "\\n\\n"}],
        "people": [{"name": "陈立", "role": "记者", "at": [[0, 5, 7]]}]}, ...

A page names the dialect that it was read in, the ``model`` where it is not the one that is shipped, and a signed block the people and the ``dateline`` found in it; ``at`` tells where the
block has them: the number of the piece, and where in its text, in code points, half-open. What does not stand there, since the text
was changed, is computed again. An edition has ``pages``, the ``numbers`` of these, ``paper``, ``date`` and ``sources``. What is empty or
false is left out. With ``confidence``, blocks and items have what :meth:`edition.Page.confidence` tells of them. ``start`` is a piece's place in the page's text, in code points: it stands where it does not follow from the piece
before it, so once a page, and nowhere in nodes that were built and stand in no page.

What is written can always be encoded: a lone surrogate is written as ``\\udXXX``. JSON would read two such escapes as one
character where a high one stands before a low one, so such a text is an array of two strings there.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, overload

from edition._grammar.dialects import grammar_for
from edition._model.certainty import Certainty, by_place
from edition._model.checks import LARGEST
from edition._model.layout import REGULAR, Box, Layout, LayoutLine
from edition._model.matches import Dateline, Named, Place, Places, Signature, stands
from edition._model.nodes import Matched, found_in, keep, match, signature_of
from edition._model.pages import sureness, trust
from edition._text.surrogates import SURROGATE
from edition.dialects import AnyDialect, DialectMark
from edition.editions import Edition
from edition.formats._json_text import Value as Value  # noqa: PLC0414 it has its name here
from edition.formats._json_text import named, short, values
from edition.formats._model import ALLOWED, CHILDREN, CONTINUING, KIND_OF, KINDS, kind_of
from edition.formats.errors import FormatError
from edition.models import ModelMark
from edition.nodes import Block, Node, Piece, Signed
from edition.pages import Page

if TYPE_CHECKING:
    from cattrs import BaseConverter

#: The version of what is written here. :func:`edition.from_json` reads the one before, too, which told nothing of dialects, people
#: and datelines: they are computed again.
VERSION = 2
_READ = (1, VERSION)
#: How large a document is read unless more is asked for, in characters or bytes.
LIMIT = 16 * 2**20

#: What can be written, and read.
Document: TypeAlias = Node | Edition
T = TypeVar("T")
D = TypeVar("D", bound=Document)

_BETWEEN_SURROGATES = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")


def children_key(cls: type[Node]) -> str:
    """The key of a node's children: ``items`` of a page, ``pieces`` of a block, ``parts`` of what holds blocks."""
    return "pieces" if issubclass(cls, Block) else CHILDREN.get(cls, "parts")


def dump(
    document: Document,
    *,
    indent: int | None = None,
    confidence: bool = False,
    layout: bool = False,
) -> str:
    """Convert an edition, a page or a node to JSON (default: on one line).

    ``layout`` adds where the print stood (:attr:`edition.Page.layout` and the boxes of pieces), exactly, if that is known.
    ``confidence`` adds the confidence of blocks and items (:meth:`edition.Page.confidence`), to four places,
    which :func:`edition.from_json` restores. Raises TypeError for anything else.
    """
    text = _Writer(encode_basestring, confidence=confidence, layout=layout).document(document)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _Writer(_escaped, confidence=confidence, layout=layout).document(document)
    if indent is not None:
        text = SURROGATE.sub(
            _escape, json.dumps(json.loads(text), ensure_ascii=False, indent=indent)
        )
    return text


@overload
def load(
    data: str | bytes, *, limit: int = LIMIT, dialect: AnyDialect | None = None
) -> Document: ...
@overload
def load(
    data: str | bytes, kind: type[D], *, limit: int = LIMIT, dialect: AnyDialect | None = None
) -> D: ...
def load(
    data: str | bytes,
    kind: type[object] | None = None,
    *,
    limit: int = LIMIT,
    dialect: AnyDialect | None = None,
) -> Document:
    """Read JSON written by :func:`edition.to_json`. Pass a class to check the result: ``load(text, Page)``.

    ``dialect`` is that of pages which name none, as version 1 wrote them; left out, the page itself tells. What a document does
    not carry is computed again, in the mainland dialect where the page's own is not known in this process. Raises FormatError
    for anything else, with the path to what is wrong, and ValueError for a dialect that is not known.
    """
    if len(data) > limit:
        raise FormatError("JSON", f"{len(data)} characters are more than the limit of {limit}")
    value = values(data)
    if not isinstance(value, dict):
        raise FormatError("JSON", f"expected an object, not {named(value)}")
    version = value.pop("edition", None)
    if version is None:
        raise FormatError(
            "JSON", f"expected the version of the format, a number such as {VERSION}", "edition"
        )
    if type(version) is not int or version not in _READ:
        raise FormatError(
            "JSON",
            f"expected version {_READ[0]} or {_READ[1]}, which can be read, not {named(version)}",
            "edition",
        )
    wanted = [name for name, cls in DOCUMENTS.items() if kind is None or issubclass(cls, kind)]
    try:
        return _Reader(dialect, carries=version == VERSION).document(value, wanted)
    except _Wrong as wrong:
        path = "".join(reversed(wrong.path)).removeprefix(".")
        raise FormatError("JSON", wrong.problem, path) from None


def register(converter: BaseConverter) -> None:
    """Register editions, pages and nodes with a cattrs converter, for use in your own classes.

    After ``register(converter)``, ``converter.unstructure(report)`` writes the pages in a report as :func:`edition.to_json` does,
    and ``converter.structure(data, Report)`` reads them as :func:`edition.from_json` does.
    """

    def is_document(cls: object) -> bool:
        return isinstance(cls, type) and issubclass(cls, Node | Edition)

    def structure(value: Value, cls: type[D]) -> D:
        return load(json.dumps(value), cls)

    converter.register_unstructure_hook_func(is_document, lambda node: json.loads(dump(node)))
    converter.register_structure_hook_func(is_document, structure)


class _Writer:
    """Writes nodes, and knows where the next piece stands if it follows the last one."""

    def __init__(
        self, quote: Callable[[str], str], *, confidence: bool = False, layout: bool = False
    ) -> None:
        self.quote = quote
        self.layout = layout
        self.confidence = confidence
        self.sure: Callable[[Node], float | None] | None = None
        """What tells how sure a node of the page was read, where that is to be written."""
        self.at: int | None = None
        """Where the next piece stands if it follows the last one."""
        self.end = 0
        """Where the last piece that has a place ends."""

    def document(self, document: Document) -> str:
        whole = self.edition(document) if isinstance(document, Edition) else self.node(document)
        return f'{{"edition":{VERSION},{whole[1:]}'

    def edition(self, edition: Edition) -> str:
        text = '{"kind":"edition"'
        if edition.paper is not None:
            text += f',"paper":{self.quote(edition.paper)}'
        if edition.date is not None:
            text += f',"date":"{edition.date.isoformat()}"'
        if edition.sources:
            text += f',"sources":[{",".join(map(self.quote, edition.sources))}]'
        text += f',"numbers":[{",".join(map(str, edition.numbers))}]'
        return f'{text},"pages":[{",".join(map(self.node, edition.pages))}]}}'

    def node(self, node: Node) -> str:
        if type(node) is Piece:
            return f'{{"kind":"piece",{self.piece(node)[1:]}'
        text = _OPENINGS.get(type(node)) or f'{{"kind":"{kind_of(node)}"'
        if isinstance(node, Page):
            self.at, self.end = None, 0
            self.sure = sureness(node) if self.confidence else None
            text += f',"dialect":{self.mark(node.dialect)}'
            text += f',"model":{self.mark(node.model)}' if node.model is not None else ""
            text += f',"head":{self.quote(node.head)}' if node.head else ""
            if self.layout and node.layout is not None:
                text += f',"layout":{json.dumps(laid_out(node.layout), separators=(",", ":"))}'
        elif self.sure is not None and (sure := self.sure(node)) is not None:
            text += f',"confidence":{round(sure, 4)}'
        if getattr(node, "continues", False):
            text += ',"continues":true'
        if isinstance(node, Block):
            pieces = f'{text},"pieces":[{",".join(map(self.piece, node.parts))}]'
            return pieces + (self.signature(node) if isinstance(node, Signed) else "") + "}"
        return f'{text},"{children_key(type(node))}":[{",".join(map(self.node, node.children))}]}}'

    def mark(self, mark: DialectMark | ModelMark) -> str:
        return f'{{"name":{self.quote(mark.name)},"digest":{self.quote(mark.digest)}}}'

    def signature(self, block: Signed) -> str:
        """The keys that tell what was found in a block."""
        found, text = signature_of(block), ""
        if found.people:
            text = f',"people":[{",".join(map(self.person, found.people))}]'
        if (filed := found.dateline) is not None:
            parts = (
                ("source", filed.source, found.source),
                ("place", filed.place, found.place),
                ("date", filed.date, found.date),
            )
            said = [(name, words, at) for name, words, at in parts if words is not None]
            told = [f'"{name}":{self.quote(words)}' for name, words, _ in said]
            places = ",".join([f'"{name}":{_places(at)}' for name, _, at in said])
            text += f',"dateline":{{{",".join(told)},"at":{{{places}}}}}'
        return text

    def person(self, person: Named) -> str:
        role = f',"role":{self.quote(person.role)}' if person.role is not None else ""
        return f'{{"name":{self.quote(person.name)}{role},"at":{_places(person.places)}}}'

    def piece(self, piece: Piece) -> str:
        quote = self.quote
        text = f'{{"text":{quote(piece.text)}'
        if piece.indent:
            text += f',"indent":{quote(piece.indent)}'
        if piece.tail:
            text += f',"tail":{quote(piece.tail)}'
        start = piece.start
        if start is not None and start < self.end:
            start = (
                self.at
            )  # changed, or from another page: its place would overlap with what stands before it
        if start != self.at:
            text += ',"start":null' if start is None else f',"start":{start}'
        self.at = start
        if start is not None:
            self.at = self.end = start + len(piece.indent) + len(piece.text) + len(piece.tail)
        if self.layout and piece.box is not None:
            text += f',"box":{json.dumps(piece.box, separators=(",", ":"))}'
        return text + "}"


def _places(places: Places) -> str:
    return f"[{','.join([f'[{n},{begin},{end}]' for n, begin, end in places])}]"


#: Every class of document by its kind.
DOCUMENTS: dict[str, type[Document]] = {"edition": Edition, **KINDS}
_PAGE: dict[str, type[Node]] = {"page": Page}
_OPENINGS = {cls: f'{{"kind":"{kind}"' for cls, kind in KIND_OF.items()}


def _escaped(text: str) -> str:
    parts = [SURROGATE.sub(_escape, encode_basestring(p)) for p in _BETWEEN_SURROGATES.split(text)]
    return parts[0] if len(parts) == 1 else f"[{','.join(parts)}]"


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


class _Wrong(Exception):  # noqa: N818 it is caught where it rises
    """Something is not as expected; the path to it grows, from its end, as the error rises."""

    def __init__(self, problem: str, *path: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = list(path)


class _Reader:
    """Reads nodes, and knows where the next piece stands if it follows the last one."""

    def __init__(self, dialect: AnyDialect | None, *, carries: bool) -> None:
        self.at: int | None = None
        """Where the next piece stands if it follows the last one."""
        self.end = 0
        """Where the last piece that has a place ends."""
        self.in_page = False
        self.sure: list[tuple[Node, float]] = []
        """How sure the page's nodes were read, as far as it is told."""
        self.dialect = dialect
        self.carries = carries
        """Whether the document carries what was found in signed blocks."""

    def document(self, data: dict[str, Value], wanted: list[str]) -> Document:
        kind = data.get("kind")
        if kind not in wanted:
            raise _Wrong(f"expected {_choice(wanted)}, not {named(kind)}", ".kind")
        if kind == "edition":
            del data["kind"]
            return self.edition(data)
        node = self.node(data, KINDS)
        if self.dialect is not None and not isinstance(node, Page):
            grammar = grammar_for("", self.dialect)
            for block in node.find_all(Matched):
                if found_in(block) is None:
                    match(block, grammar)
        return node

    def edition(self, data: dict[str, Value]) -> Edition:
        paper = _text(data, "paper") if "paper" in data else None
        date = _date(_text(data, "date")) if "date" in data else None
        sources = tuple(_each(data, "sources", _string) if "sources" in data else ())
        numbers = tuple(_each(data, "numbers", _number))
        pages = tuple(_each(data, "pages", lambda page: cast(Page, self.node(page, _PAGE))))
        _nothing_else(data)
        if len(numbers) != len(pages):
            raise _Wrong(
                f"expected {len(pages)} numbers, one for each page, not {len(numbers)}", ".numbers"
            )
        if sources and len(sources) != len(pages):
            raise _Wrong(
                f"expected {len(pages)} names, one for each page, not {len(sources)}", ".sources"
            )
        try:
            return Edition(pages, numbers, paper, date, sources)
        except ValueError as error:
            raise _Wrong(str(error), ".numbers") from None

    def node(self, data: Value, wanted: Mapping[str, type[Node]]) -> Node:
        if type(data) is not dict:
            raise _Wrong(f"expected an object of kind {_choice(list(wanted))}, not {named(data)}")
        kind = data.pop("kind", None)
        cls = wanted.get(kind) if type(kind) is str else None
        if cls is None:
            raise _Wrong(f"expected {_choice(list(wanted))}, not {named(kind)}", ".kind")
        if cls is Piece:
            return self.piece(data)
        head, mark, model, layout = "", None, None, None
        if cls is Page:
            head = _text(data, "head", "")
            mark = DialectMark(*_name_and_digest(data, "dialect")) if self.carries else None
            model = ModelMark(*_name_and_digest(data, "model")) if "model" in data else None
            if "layout" in data:
                layout = self.layout(data.pop("layout"))
            self.at, self.end, self.in_page = len(head), 0, True
            self.sure = []
        sure = _share(data) if "confidence" in data and cls is not Page else None
        continues = cls in CONTINUING and _flag(data, "continues")
        key = children_key(cls)
        children = data.pop(key, None)
        if type(children) is not list:
            raise _Wrong(f"expected an array, not {named(children)}", f".{key}")
        told: dict[str, Value] | None = None
        if self.carries and issubclass(cls, Signed):
            told = {name: data.pop(name) for name in ("people", "dateline") if name in data}
        _nothing_else(data)
        found: list[Node] = []
        try:
            if key == "pieces":
                for child in children:
                    found.append(self.piece(child))  # noqa: PERF401 the index of a wrong one is its length
            else:
                kinds = ALLOWED[cls]
                for child in children:
                    found.append(self.node(child, kinds))  # noqa: PERF401
        except _Wrong as wrong:
            wrong.path += (f"[{len(found)}]", f".{key}")
            raise
        below = tuple(found)
        if cls is Page:
            return self.page(below, head, mark, model, layout)
        made = cls(below, continues) if continues else cls(below)  # type: ignore[call-arg]
        if sure is not None:
            self.sure.append((made, sure))
        if told is not None and isinstance(made, Signed):
            keep(made, _signature(told, made.lines))
        return made

    def page(
        self,
        items: tuple[Node, ...],
        head: str,
        mark: DialectMark | None,
        model: ModelMark | None,
        layout: Layout | None,
    ) -> Page:
        """A page, with what the document does not carry of it computed again."""
        if mark is None:
            mark = grammar_for(head + "".join(map(str, items)), self.dialect).mark
        try:
            page = Page(items, head, dialect=mark, model=model, layout=layout)  # type: ignore[arg-type]
        except ValueError as error:
            raise _Wrong(str(error), ".head") from None
        if self.sure:
            trust(page, Certainty(page.items, by_place(self.sure)))
        return page

    def piece(self, data: Value) -> Piece:
        data = _object(data)
        text, indent, tail = _text(data, "text"), _text(data, "indent", ""), _text(data, "tail", "")
        start = self.at
        if "start" in data:
            start = self.start(data.pop("start"))
        box = None
        if "box" in data:
            with _under(".box"):
                box = _box(data.pop("box"))
        if data and data != {"kind": "piece"}:
            _nothing_else(data)
        try:
            piece = Piece(text, indent, tail, start, box=box)
        except ValueError as error:
            raise _Wrong(str(error)) from None
        self.at = start
        if start is not None:
            self.at = self.end = start + len(indent) + len(text) + len(tail)
        return piece

    def layout(self, data: Value) -> Layout:
        """Where a page's print stood."""
        with _under(".layout"):
            told = _object(data)
            lines = tuple(_each(told, "lines", _layout_line))
            found = Layout(
                _real(told.pop("width", None)),
                _real(told.pop("height", None)),
                lines,
                rules=tuple(_each(told, "rules", _box) if "rules" in told else ()),
                pictures=tuple(_each(told, "pictures", _box) if "pictures" in told else ()),
            )
            _nothing_else(told)
        return found

    def start(self, value: Value) -> int | None:
        """Where a piece says that it stands: in a page right behind the text before it, elsewhere anywhere behind it."""
        start = _offset(value)
        if self.in_page and start != self.at:
            raise _Wrong(
                f"expected {self.at}, where the text before it ends, not {named(value)}", ".start"
            )
        if start is not None and start < self.end:
            raise _Wrong(
                f"expected an offset from {self.end}, where the text before it ends, not {start}",
                ".start",
            )
        return start


def laid_out(layout: Layout) -> dict[str, object]:
    """A layout as JSON has it; what is usual is left out."""
    lines = []
    for line in layout.lines:
        told: dict[str, object] = {
            "start": line.start,
            "end": line.end,
            "box": line.box,
            "size": line.size,
        }
        if line.weight != REGULAR:
            told["weight"] = line.weight
        if line.stops:
            told["stops"] = line.stops
        if line.source:
            told["source"] = line.source
        if line.confidence is not None:
            told["confidence"] = line.confidence
        lines.append(told)
    found: dict[str, object] = {"width": layout.width, "height": layout.height, "lines": lines}
    found |= {"rules": layout.rules} if layout.rules else {}
    return found | ({"pictures": layout.pictures} if layout.pictures else {})


def _layout_line(data: Value) -> LayoutLine:
    told = _object(data)
    start, end = _offset(told.pop("start", None)), _offset(told.pop("end", None))
    if start is None or end is None:
        raise _Wrong("expected offsets, where the line begins and ends")
    confidence = _real(told.pop("confidence")) if "confidence" in told else None
    found = LayoutLine(
        start,
        end,
        _box(told.pop("box", None)),
        _real(told.pop("size", None)),
        int(_real(told.pop("weight", REGULAR))),
        tuple(_each(told, "stops", _real) if "stops" in told else ()),
        int(_real(told.pop("source", 0))),
        confidence,
    )
    _nothing_else(told)
    return found


def _box(data: Value) -> Box:
    edges = [_real(edge) for edge in data] if type(data) is list else []
    if len(edges) != 4:
        raise _Wrong(f"expected four numbers, not {named(data)}")
    return Box(*edges)


def _real(data: Value) -> float:
    if type(data) is int or (type(data) is float and -LARGEST < data < LARGEST):
        return data
    raise _Wrong(f"expected a number, not {named(data)}")


def _name_and_digest(data: dict[str, Value], key: str) -> tuple[str, str]:
    found = data.pop(key, None)
    with _under(f".{key}"):
        told = _object(found)
        mark = _text(told, "name"), _text(told, "digest")
        _nothing_else(told)
    return mark


def _signature(told: dict[str, Value], lines: tuple[str, ...]) -> Signature | None:
    """What a document tells of a signed block; None where that is not what stands in the block, as after its text was changed."""
    people = tuple(_each(told, "people", _person)) if "people" in told else ()
    dateline, at = _dateline(told["dateline"]) if "dateline" in told else (None, {})
    found = Signature(
        people, dateline, at.get("source", ()), at.get("place", ()), at.get("date", ())
    )
    # Whom somebody told who is not printed so, has no places.
    said = [(one.name, one.places) for one in people if one.places]
    if dateline is not None:
        words = {"source": dateline.source, "place": dateline.place, "date": dateline.date}
        said += [(word, at.get(part, ())) for part, word in words.items() if word is not None]
    return found if all(stands(words, places, lines) for words, places in said) else None


def _person(value: Value) -> Named:
    data = _object(value)
    name = _text(data, "name")
    role = _text(data, "role") if "role" in data else None
    places = tuple(_each(data, "at", _place))
    _nothing_else(data)
    return Named(name, role, places)


def _dateline(value: Value) -> tuple[Dateline, dict[str, Places]]:
    parts = ("source", "place", "date")
    with _under(".dateline"):
        data = _object(value)
        words = {part: _text(data, part) for part in parts if part == "source" or part in data}
        with _under(".at"):
            told = _object(data.pop("at", None))
            at = {part: tuple(_each(told, part, _place)) for part in parts if part in told}
            _nothing_else(told)
        _nothing_else(data)
    return Dateline(words["source"], words.get("place"), words.get("date")), at


def _place(value: Value) -> Place:
    if type(value) is list and len(value) == 3:
        n, begin, end = map(_number, value)
        if min(n, begin, end) >= 0:
            return n, begin, end
    raise _Wrong("expected the number of a piece, and where in its text something stands")


def _object(value: Value) -> dict[str, Value]:
    if type(value) is dict:
        return value
    raise _Wrong(f"expected an object, not {named(value)}")


@contextmanager
def _under(step: str) -> Iterator[None]:
    """Put a step before the path of what is wrong in it."""
    try:
        yield
    except _Wrong as wrong:
        wrong.path.append(step)
        raise


def _text(data: dict[str, Value], key: str, default: str | None = None) -> str:
    text = data.pop(key, default)
    if type(text) is str:
        return text
    try:
        return _string(text)
    except _Wrong as wrong:
        wrong.path.append(f".{key}")
        raise


def _each(data: dict[str, Value], key: str, read: Callable[[Value], T]) -> list[T]:
    values = data.pop(key, None)
    if type(values) is not list:
        raise _Wrong(f"expected an array, not {named(values)}", f".{key}")
    found: list[T] = []
    try:
        for value in values:
            found.append(read(value))  # noqa: PERF401
    except _Wrong as wrong:
        wrong.path += (f"[{len(found)}]", f".{key}")
        raise
    return found


def _string(value: Value) -> str:
    if type(value) is list and all(type(part) is str for part in value):
        text = "".join(cast(list[str], value))
        if len(value) > 1 and _BETWEEN_SURROGATES.split(text) == value:
            return text
        raise _Wrong(
            "expected a string; an array is cut where a high surrogate stands before a low one"
        )
    if type(value) is str:
        return value
    raise _Wrong(f"expected a string, not {named(value)}")


def _number(value: Value) -> int:
    if type(value) is int:
        return value
    raise _Wrong(f"expected a whole number, not {named(value)}")


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        date = None
    if date is not None and date.isoformat() == text:
        return date
    raise _Wrong(f"expected a date such as 2025-03-06, not {named(text)}", ".date")


def _flag(data: dict[str, Value], key: str) -> bool:
    flag = data.pop(key, False)
    if type(flag) is bool:
        return flag
    raise _Wrong(f"expected true or false, not {named(flag)}", f".{key}")


def _share(data: dict[str, Value]) -> float:
    value = data.pop("confidence")
    if type(value) in (int, float) and 0 <= cast(float, value) <= 1:
        return float(cast(float, value))
    raise _Wrong(f"expected a number from 0 to 1, not {named(value)}", ".confidence")


def _offset(value: Value) -> int | None:
    if value is None or (type(value) is int and 0 <= value < LARGEST):
        return value
    raise _Wrong(f"expected an offset from 0 to 2**53 or null, not {named(value)}", ".start")


def _nothing_else(data: dict[str, Value]) -> None:
    for key in data:
        raise _Wrong(f"no key {short(key)} is known here")


def _choice(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
