"""How Sphinx builds these pages: `sphinx-build -n -W docs docs/_build/html`."""

from importlib import metadata
from inspect import getdoc, signature

from sphinx.application import Sphinx

import edition
from edition._cli import COMMANDS

project = "edition"
author = "The edition authors"
copyright = author
release = metadata.version("edition-dom")
version = release.rpartition(".")[0]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx_copybutton"]
exclude_patterns = ["_build"]
smartquotes_action = "q"  # the dashes of `--out` stay two

# Every reference resolves, or the build fails.
nitpicky = True
# Names of others, which no inventory is fetched for: the pages build without a network; our own private names; type variables.
_others = "attrs?|cattrs|spacy|collections|datetime|enum|hypothesis|matplotlib|os|pathlib|pyarrow|pa|duckdb|typing"
nitpick_ignore_regex = [
    ("py:.*", rf"({_others})\..*"),
    ("py:class", r"edition\.(\w+\.)*_\w+(\..*)?"),
    ("py:class", r"edition\.(\w+\.)*[A-Z]"),
    # Named in annotations alone, and not at hand when those are looked up.
    ("py:class", "Script|Value|BaseConverter|TableName|Row|Language|Doc|Cut"),
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
# Chinese stands on every page: in fonts made for it, and in examples twice as wide as Latin.
_fonts = {
    "font-stack": '-apple-system, "Segoe UI", Helvetica, Arial, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif',
    "font-stack--monospace": 'Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", "PingFang SC", "Microsoft YaHei", monospace',
}
html_theme_options = {"light_css_variables": _fonts, "dark_css_variables": _fonts}


def _show_cached_properties(_: Sphinx) -> None:
    """Put cached properties where autodoc finds them: attrs keeps them apart, since the classes have slots."""
    for cls in (edition.Page, edition.Edition):
        kept = signature(cls.__getattr__).parameters["cached_properties"].default
        for name, function in kept.items():
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
            name = f"{argument.name} {told.get('metavar', '')}".strip()
            if not argument.name.startswith("-"):
                name = told["metavar"].replace("|", "\\|")
            choices = ", ".join(f"`{choice}`" for choice in told.get("choices", ()))
            source[0] += f"| `{name}` | {told['help']}{': ' if choices else ''}{choices} |\n"


def setup(app: Sphinx) -> None:
    """Hook into Sphinx."""
    app.connect("source-read", _list_commands)
    app.connect("builder-inited", _show_cached_properties)
