"""How Sphinx builds these pages: `sphinx-build -n -W docs docs/_build/html`."""

import tomllib
from inspect import getdoc, signature
from pathlib import Path

from sphinx.application import Sphinx

import edition
from edition._cli import COMMANDS
from edition.diagnostics import CODES, Diagnostic, Diagnostics
from edition.stories import Story

_root = Path(__file__).parents[1]
_settings = tomllib.loads((_root / "pyproject.toml").read_text("utf-8"))["tool"]
#: Where the project lives; empty as long as it has no address.
_home = _settings["hatch"]["metadata"]["hooks"]["custom"]["home"]

project = "edition"
author = "The edition authors"
copyright = author
release = edition.__version__
version = release.rpartition(".")[0]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx_copybutton"]
exclude_patterns = ["_build"]
smartquotes_action = "q"  # the dashes of `--output` stay two

# Every reference resolves, or the build fails.
nitpicky = True
# Names of others, which no inventory is fetched for: the pages build without a network; our own private names; type variables.
_others = "attrs?|cattrs|spacy|collections|datetime|enum|hypothesis|matplotlib|os|pathlib|pyarrow|pa|duckdb|typing"
nitpick_ignore_regex = [
    ("py:.*", rf"({_others})\..*"),
    ("py:class", r"edition\.(\w+\.)*_\w+(\..*)?"),
    ("py:class", r"edition\.(\w+\.)*[A-Z]"),
    # Named in annotations alone, and not imported when those are looked up.
    (
        "py:class",
        "AnyDialect|Script|Value|BaseConverter|TableName|Row|Language|Doc|Cut|DoclingDocument",
    ),
]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The notebooks are kept without their outputs, and run anew whenever these pages are built.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_render_markdown_format = "myst"
nb_execution_timeout = 120

# What is copied from an example are its commands, without prompts and output.
copybutton_prompt_text = r">>> |\.\.\. ?|\$ "
copybutton_prompt_is_regexp = True

html_theme = "furo"
html_title = "edition"
# Chinese stands on every page, in fonts made for it, and in examples twice as wide as Latin. A Latin font comes first
# wherever the system, or the apostrophes of English would be those of a Chinese font, as wide as a character.
_latin = '-apple-system, "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", "Noto Sans"'
_latin_mono = 'Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono"'
_chinese = '"PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei"'
_fonts = {
    "font-stack": f"{_latin}, {_chinese}, sans-serif",
    "font-stack--monospace": f'{_latin_mono}, "Noto Sans Mono CJK SC", {_chinese}, monospace',
}
html_theme_options = {"light_css_variables": _fonts, "dark_css_variables": _fonts}
if _home:
    html_theme_options |= {
        "source_repository": _home,
        "source_branch": "main",
        "source_directory": "docs/",
    }


#: What views give whose types are imported late.
_LATE = {"stories": tuple[Story, ...], "diagnostics": Diagnostics[Diagnostic]}


def _show_cached_properties(_: Sphinx) -> None:
    """Put cached properties where autodoc finds them: attrs keeps them apart, since the classes have slots."""
    for cls in (edition.Page, edition.Edition):
        kept = signature(cls.__getattr__).parameters["cached_properties"].default
        for name, function in kept.items():
            if (
                name in _LATE
            ):  # the code keeps its annotation from attrs, which would import its type
                function.__annotations__["return"] = _LATE[name]
            setattr(cls, name, property(function))
        cls.__slots__ = tuple(name for name in cls.__slots__ if name not in kept)


def _list_commands(_: Sphinx, page: str, source: list[str]) -> None:
    """Write the commands' help below what stands on the page about them."""
    if page != "reference/commands":
        return
    for command, taken in COMMANDS:
        arguments = [
            one for some in taken for one in (some if isinstance(some, tuple) else (some,))
        ]
        source[0] += f"\n## `edition {command.__name__}`\n\n{getdoc(command)}\n\n"
        source[0] += "| | |\n|---|---|\n" if arguments else ""
        for argument in arguments:
            told = argument.settings
            name = f"{', '.join(argument.names)} {told.get('metavar', '')}".strip()
            if not name.startswith("-"):
                name = told["metavar"].replace("|", "\\|")
            choices = ", ".join(f"`{choice}`" for choice in told.get("choices", ()))
            source[0] += f"| `{name}` | {told['help']}{': ' if choices else ''}{choices} |\n"


def _tell_language(_: Sphinx, page: str, __: str, context: dict[str, object], ___: object) -> None:
    """Pages in Chinese say so, to browsers and screen readers."""
    if page.startswith("zh/"):
        context["language"] = "zh-Hans"


def _list_unreleased(_: Sphinx, page: str, source: list[str]) -> None:
    """Show what the next release will say: the fragments of changelog.d, as towncrier puts them together."""
    if page != "changelog":
        return
    types = {one["directory"]: one["name"] for one in _settings["towncrier"]["type"]}
    text = ""
    for directory, name in types.items():
        files = sorted((_root / "changelog.d").glob(f"*.{directory}.md"))
        entries = [file.read_text("utf-8").strip().replace("\n", "\n  ") for file in files]
        text += "".join(
            [f"\n### {name}\n\n", *(f"- {entry}\n" for entry in entries)] if files else []
        )
    mark = _settings["towncrier"]["start_string"]
    source[0] = source[0].replace(mark, f"{mark}\n## Not yet released\n{text}" if text else mark)


def _list_codes(_: Sphinx, page: str, source: list[str]) -> None:
    """Write the codes of diagnostics as a table, which a mapping of them is not."""
    if page == "reference/looking":
        rows = [f"| `{code.code}` | {code.title} |" for code in CODES.values()]
        table = "\n".join(["| code | what is the matter |", "|---|---|", *rows])
        source[0] = source[0].replace("<!-- codes -->", table)


def _hide_private_bases(_: Sphinx, __: str, ___: type, ____: object, bases: list[type]) -> None:
    """What a class is made of inside says nothing to a reader."""
    shown = [
        base for base in bases if base.__name__ != "Shown" and not base.__name__.startswith("_")
    ]
    bases[:] = shown or [object]


def setup(app: Sphinx) -> None:
    """Hook into Sphinx."""
    app.connect("source-read", _list_commands)
    app.connect("source-read", _list_unreleased)
    app.connect("source-read", _list_codes)
    app.connect("html-page-context", _tell_language)
    app.connect("autodoc-process-bases", _hide_private_bases)
    app.connect("builder-inited", _show_cached_properties)
