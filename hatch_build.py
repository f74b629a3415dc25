"""What Hatchling does not do by itself: links that depend on where the project lives, and files made of the command line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

#: Links of a Markdown page that lead into the checkout: neither to a place of the page itself nor to another site.
_INSIDE = re.compile(r"(!?\[[^\]]*\]\()(?![a-z]+:|#)([^)]+\))")
#: What arguments are called whose values a shell completes to the names of files.
_NAMES_OF_FILES = ("FILE", "FILE|FOLDER", "IN", "OUT")
#: Where systems look for what is made of the command line.
_PLACES = {
    "man": "share/man/man1/edition.1",
    "bash": "share/bash-completion/completions/edition",
    "zsh": "share/zsh/site-functions/_edition",
    "fish": "share/fish/vendor_completions.d/edition.fish",
}


def urls(home: str) -> dict[str, str]:
    """The links of the package; none as long as the project has no address."""
    if not home:
        return {}
    return {
        "Source": home,
        "Issues": f"{home}/issues",
        "Documentation": f"{home}/tree/main/docs",
        "Changelog": f"{home}/blob/main/docs/changelog.md",
    }


def absolute(page: str, home: str) -> str:
    """A page of the checkout as it can be read elsewhere: with whole addresses for its links, once there is one."""

    def whole(link: re.Match[str]) -> str:
        kind = "raw" if link[1].startswith("!") else "blob"
        return f"{link[1]}{home}/{kind}/main/{link[2]}"

    return _INSIDE.sub(whole, page) if home else page


def command_line_files(source: Path) -> dict[str, str]:
    """The man page and the completions, by the place that each goes to."""
    import shtab

    sys.path.insert(0, str(source))
    try:
        from edition import __version__
        from edition._cli import make_parser
    finally:
        sys.path.remove(str(source))
    parser = make_parser()
    files = {_PLACES["man"]: man_page(parser, __version__)}
    for one in (parser, *_commands(parser).values()):
        for action in one._actions:
            if action.metavar in _NAMES_OF_FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # what shtab looks for
    for shell in ("bash", "zsh", "fish"):
        files[_PLACES[shell]] = shtab.complete(parser, shell)
    return files


def man_page(parser: argparse.ArgumentParser, version: str) -> str:
    """The help of all commands as one page for man(1)."""
    lines = [f'.TH EDITION 1 "" "edition {version}" "User Commands"']
    lines += [".SH NAME", "edition \\- read the text layer of Chinese newspaper pages"]
    lines += [".SH SYNOPSIS", ".B edition", _roff("COMMAND [OPTION]... [FILE]...")]
    lines += [".SH DESCRIPTION", _roff(parser.description or "")]
    lines += [".SH OPTIONS", *_arguments(parser), ".SH COMMANDS"]
    for name, command in _commands(parser).items():
        usage = command.format_usage().partition(" ")[2]
        lines += [f".SS {_roff(name)}", _roff(" ".join(usage.split())), ".PP"]
        lines += [_roff(" ".join(part.split())) for part in [command.description or ""]]
        lines += _arguments(command)
    lines += [".SH EXIT STATUS", _roff((parser.epilog or "").removeprefix("Exit status: "))]
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return next(a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction))


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        names = ", ".join(action.option_strings)
        taken = action.metavar or "" if action.nargs != 0 else ""
        if action.choices:
            taken = "{" + ",".join(map(str, action.choices)) + "}"
        elif names and action.nargs != 0 and not taken:
            taken = action.dest.upper()
        yield ".TP"
        yield f".B {_roff(f'{names} {taken}'.strip())}"
        yield _roff(action.help or "")


def _roff(text: str) -> str:
    """Text as troff shows it: no dash is a hyphen, and no line is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


class Metadata(MetadataHookInterface):
    """README as the package index shows it, and the project's links."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml calls dynamic."""
        home = self.config["home"]
        readme = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(readme, home)}
        metadata["urls"] = urls(home)


class Build(BuildHookInterface[Any]):
    """A man page and completions, in wheels; an editable install has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, and say where they go."""
        if version == "editable":
            return
        folder = Path(mkdtemp())
        for place, text in command_line_files(Path(self.root) / "src").items():
            file = folder / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
            build_data["shared_data"][str(file)] = place
