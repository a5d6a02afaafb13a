"""The programs that only read and need no asking, with the options that they may have.

Whatever option is not listed here is asked. A test compares with the list in docs/permissions.md.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Operands(StrEnum):
    """What the words are that are no options."""

    PATHS = "paths"
    ANYTHING = "anything"  # options included: all is printed, or nothing is looked at
    TEXT = "text"
    PATTERN = "pattern"  # the first one is a pattern, unless an option gave it; then paths
    NONE = "none"
    FORMAT = "format"  # text that begins with "+"
    NAMES = "names"  # names of programs: no paths


class Safe(Struct, frozen=True, kw_only=True):
    """shorts: letters that may stand in "-abc"; values: those of them after which the rest of the
    word, or the next word, is a value; longs: whole names. is_tree: it looks at whole trees, and
    at the current folder when no path is given."""

    operands: Operands = Operands.PATHS
    shorts: str = ""
    values: str = ""
    longs: frozenset[str] = frozenset()
    is_tree: bool = False
    takes_number: bool = False  # "-20"


def _safe(
    shorts: str = "",
    values: str = "",
    longs: str = "",
    *,
    operands: Operands = Operands.PATHS,
    is_tree: bool = False,
    takes_number: bool = False,
) -> Safe:
    return Safe(
        operands=operands,
        shorts=shorts,
        values=values,
        longs=frozenset(f"--{name}" for name in longs.split()),
        is_tree=is_tree,
        takes_number=takes_number,
    )


_GREP_LONGS = (
    "ignore-case invert-match word-regexp line-regexp count files-with-matches line-number"
    " files-without-match only-matching quiet no-messages with-filename no-filename text"
    " fixed-strings extended-regexp perl-regexp basic-regexp color colour context after-context"
    " before-context max-count null regexp"
)
SAFE = {
    "ls": _safe("1aAbBcCdfFghHiklLmnNopqQrRsStuUvxXZ", "wT",
                "all almost-all human-readable color classify time-style full-time sort time"
                " reverse inode size group-directories-first si directory numeric-uid-gid"
                " no-group dereference file-type recursive"),
    "cat": _safe("AbeEnstTuv", "", "number number-nonblank show-all squeeze-blank"),
    "head": _safe("qvz", "nc", "lines bytes quiet silent verbose", takes_number=True),
    "tail": _safe("qvz", "nc", "lines bytes quiet silent verbose", takes_number=True),
    "wc": _safe("cmlLw", "", "bytes chars lines words max-line-length"),
    "nl": _safe("p", "bfhinsvwld", ""),
    "cut": _safe("nsz", "bcdf", "bytes characters fields delimiter complement only-delimited"
                 " output-delimiter"),
    "tr": _safe("cCdst", "", "complement delete squeeze-repeats truncate-set1",
                operands=Operands.TEXT),
    "cmp": _safe("bls", "n", "print-bytes verbose silent quiet bytes"),
    "diff": _safe("abBcdeinpqsTtuwyE", "UCW",
                  "unified context brief report-identical-files side-by-side"
                  " ignore-case ignore-all-space ignore-space-change ignore-blank-lines text"
                  " minimal color suppress-common-lines width strip-trailing-cr"),
    "file": _safe("bikLhNn0", "", "brief mime mime-type mime-encoding dereference"),
    "stat": _safe("Lft", "c", "dereference file-system format printf terse"),
    "du": _safe("abcDhHklmsSx", "d", "all apparent-size human-readable max-depth summarize total"
                " one-file-system bytes", is_tree=True),
    "df": _safe("ahHiklPT", "t", "all human-readable inodes print-type total local portability"),
    "tree": _safe("adfhiklpsDugFCnrtvx", "LPI", "dirsfirst noreport gitignore prune filelimit"
                  " matchdirs ignore-case du si", is_tree=True),
    "grep": _safe("abcEFGHhiIlLnoPqsvwxyzZ", "eABCm", _GREP_LONGS, operands=Operands.PATTERN,
                  takes_number=True),
    "rg": _safe("abcFhHiIlnNopPqsSUvVwx0", "eABCgjmMtTr",
                _GREP_LONGS + " files glob iglob type type-not type-list smart-case"
                " case-sensitive multiline multiline-dotall pcre2 replace sort sortr stats json"
                " heading no-heading column max-columns max-depth max-filesize no-line-number"
                " trim vimgrep pretty passthru count-matches threads hyperlink-format version",
                operands=Operands.PATTERN, is_tree=True),
    "pwd": _safe("LP", "", "", operands=Operands.NONE),
    "cd": _safe(),
    "echo": _safe(operands=Operands.ANYTHING),
    "printf": _safe(operands=Operands.TEXT),
    "true": _safe(operands=Operands.ANYTHING),
    "false": _safe(operands=Operands.ANYTHING),
    "date": _safe("uR", "dI", "date utc universal iso-8601 rfc-3339 rfc-email",
                  operands=Operands.FORMAT),
    "whoami": _safe(operands=Operands.NONE),
    "uname": _safe("asnrvmpio", "", "all kernel-name kernel-release machine operating-system",
                   operands=Operands.NONE),
    "which": _safe("a", "", "all", operands=Operands.NAMES),
    "basename": _safe("az", "s", "multiple suffix zero", operands=Operands.TEXT),
    "dirname": _safe("z", "", "zero", operands=Operands.TEXT),
    "realpath": _safe("emLPqsz", "", "canonicalize-existing canonicalize-missing logical physical"
                      " quiet strip no-symlinks zero"),
}  # fmt: skip

_LOG_LONGS = (
    "oneline graph all branches tags remotes decorate stat shortstat numstat name-only name-status"
    " patch no-patch no-color color abbrev-commit abbrev no-abbrev-commit format pretty date since"
    " until after before author committer grep all-match invert-grep max-count skip follow merges"
    " no-merges first-parent reverse topo-order date-order cherry-pick left-right summary raw"
    " no-ext-diff no-textconv word-diff color-words ignore-all-space ignore-space-change"
    " ignore-space-at-eol ignore-blank-lines unified diff-filter find-renames find-copies"
    " no-renames minimal patience histogram diff-algorithm check relative full-index binary"
    " exit-code quiet no-decorate boundary cached staged merge-base compact-summary dirstat"
    " function-context inter-hunk-context pickaxe-regex pickaxe-all regexp-ignore-case"
    " fixed-strings extended-regexp perl-regexp no-prefix parents children simplify-by-decoration"
    " ancestry-path source no-notes show-linear-break decorate-refs"
)
_LOG_SHORTS, _LOG_VALUES = "pszwbiuEFPcmgqRaW", "nSGLUMCB"
# `git -c`, `-C` and their like are never free.
GIT_FREE_BEFORE = frozenset({"--no-pager", "-P", "--no-optional-locks", "--literal-pathspecs"})
SAFE_GIT = {
    "status": _safe("sbvz", "u", "short branch porcelain long verbose untracked-files ignored"
                    " ahead-behind no-ahead-behind renames no-renames show-stash column"),
    "log": _safe(_LOG_SHORTS, _LOG_VALUES, _LOG_LONGS, takes_number=True),
    "show": _safe(_LOG_SHORTS, _LOG_VALUES, _LOG_LONGS, takes_number=True),
    "diff": _safe(_LOG_SHORTS.replace("g", ""), _LOG_VALUES, _LOG_LONGS),
    "rev-parse": _safe("q", "", "short verify abbrev-ref show-toplevel show-prefix show-cdup"
                       " git-dir is-inside-work-tree is-bare-repository quiet absolute-git-dir"
                       " symbolic-full-name all branches tags remotes"),
    "ls-files": _safe("cdmostuvzk", "", "cached deleted modified others stage unmerged killed"
                      " exclude-standard full-name error-unmatch directory deduplicate ignored"),
    "blame": _safe("bcefnpstwl", "LMC", "line-porcelain porcelain show-name show-number show-email"
                   " date abbrev root"),
    "branch": _safe("arvi", "", "all remotes verbose list show-current contains no-contains merged"
                    " no-merged points-at sort format column no-column color no-color abbrev"
                    " ignore-case"),
}  # fmt: skip
