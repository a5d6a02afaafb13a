"""For which commands "always" is offered as a prefix rule, and how many words that keeps.

What is not listed here is offered as an exact rule only.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One word and everything: the program does one kind of thing.
WHOLE_PROGRAMS = _words(
    "pytest py.test ruff mypy pyright black isort flake8 pylint bandit tox nox coverage"
    " lint-imports eslint prettier tsc jest vitest mocha stylelint biome shellcheck shfmt hadolint"
    " yamllint markdownlint golangci-lint gofmt rustfmt ctest mkdir"
)
# The program and one of these words.
SUBCOMMANDS = {
    "cargo": _words("build check test clippy fmt doc bench tree metadata update"),
    "docker": _words("ps images logs inspect version info build"),
    "dotnet": _words("build test restore format"),
    "gh": _words("issue pr repo run status"),
    "git": _words(
        "add blame branch cat-file checkout commit describe diff fetch grep log ls-files ls-remote"
        " ls-tree merge merge-base pull push rebase reflog remote restore rev-list rev-parse"
        " shortlog show show-ref stash status switch tag"
    ),
    "go": _words("build test vet fmt mod list doc version env"),
    "gradle": _words("build test check assemble"),
    "helm": _words("list status template lint show"),
    "hg": _words("status log diff add commit"),
    "kubectl": _words("get describe logs version top explain"),
    "make": _words("all build check clean fmt format lint test docs"),
    "mvn": _words("compile test package verify"),
    "npm": _words("test ls outdated audit view"),
    "pip": _words("list show check freeze"),
    "pip3": _words("list show check freeze"),
    "pnpm": _words("test ls outdated audit view"),
    "svn": _words("status log diff info"),
    "swift": _words("build test"),
    "terraform": _words("fmt validate plan show version"),
    "uv": _words("lock sync tree"),
    "yarn": _words("test outdated audit"),
    "bundle": _words("check list outdated"),
    "mix": _words("compile test format"),
    "zig": _words("build test fmt"),
}
# These beginnings and one more word.
SCRIPTS = frozenset(
    {
        ("npm", "run"),
        ("pnpm", "run"),
        ("yarn", "run"),
        ("docker", "compose"),
        ("python", "-m"),
        ("python3", "-m"),
    }
)
# Modules of Python that run or install whatever they are told to.
BROAD_MODULES = _words(
    "pip pdb timeit cProfile profile trace runpy code http.server venv ensurepip"
)
