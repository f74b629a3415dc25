# What is run on a working day. Needs the extra `dev` in the environment that is active.

# The quick tests.
test *options:
    python -m pytest -n auto {{options}}

# All tests, slow ones too; what is not installed skips itself.
test-all *options:
    python -m pytest -n auto -m "" --hypothesis-profile=ci {{options}}

# Style and types.
lint:
    ruff check .
    ruff format --check .
    mypy
    pyright

# These pages, with their notebooks, into docs/_build/html.
docs:
    python -m sphinx -n -W --keep-going docs docs/_build/html

# What has to pass, in environments of its own.
ci:
    .ci/run
