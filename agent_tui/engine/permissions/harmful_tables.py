"""Options with which an otherwise harmless program runs others, writes files or destroys.

A prefix rule never covers a command with one of them; only an exact rule does.
"""

from __future__ import annotations

from msgspec import Struct


class Harm(Struct, frozen=True, kw_only=True):
    """longs: whole names, any abbreviation counts; shorts: letters, also inside "-xzf"; words:
    exact words; starts: beginnings of words; has: what no word may hold."""

    longs: tuple[str, ...] = ()
    shorts: str = ""
    words: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    has: str = ""


def _harm(
    longs: str = "", shorts: str = "", *, words: str = "", starts: str = "", has: str = ""
) -> Harm:
    return Harm(
        longs=tuple(longs.split()),
        shorts=shorts,
        words=frozenset(words.split()),
        starts=tuple(starts.split()),
        has=has,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NODE = _harm(
    "--eval --print --require --import --loader --experimental-loader --env-file --inspect"
    " --inspect-brk --input-type --experimental-config-file",
    "epri",
    words="-",
)
_PYTHON = _harm("--check-hash-based-pycs", "ci", words="-")
_PACKAGES = _harm(
    "--prefix --script-shell --shell --userconfig --globalconfig --node-options --git --editor"
    " --viewer --init-module --dir --cwd --modules-folder --use-yarnrc --node-gyp --onload-script"
    " --shell-emulator --pnpmfile --global-pnpmfile --globalfolder --registry --call",
    "Cc",
)
_SSH = _harm("", "oFSiIEwWLRDJe", words="-o", starts="-o")

# What matters wherever it stands.
HARMFUL: dict[str, Harm] = {
    "bat": _harm("--pager", ""),
    "cargo": _harm("--config --manifest-path --target-dir --out-dir --artifact-dir", "CZ",
                   starts="+"),
    "cmake": _harm("--build --install", "PED"),
    "curl": _harm(
        "--output --output-dir --remote-name --remote-name-all --remote-header-name --config"
        " --upload-file --dump-header --cookie-jar --trace --trace-ascii --libcurl --stderr"
        " --etag-save --hsts --alt-svc --unix-socket --abstract-unix-socket --form --data"
        " --data-binary --data-raw --data-urlencode --data-ascii --json --netrc-file --engine"
        " --proxy --preproxy --socks4 --socks5 --url-query --variable --write-out --request",
        "oOJKTDcFdxwX",
    ),
    "date": _harm("--set --file", "sf"),
    "diff": _harm("--paginate --to-file --from-file --output", "l"),
    "docker": _harm("--host --config --tlscacert", "H"),
    "du": _harm("--files0-from --exclude-from", "X"),
    "eslint": _harm("--config --rulesdir --resolve-plugins-relative-to --plugin --output-file"
                    " --parser --format --cache-location --cache-file", "cof"),
    "fd": _harm("--exec --exec-batch", "xX"),
    "fdfind": _harm("--exec --exec-batch", "xX"),
    "file": _harm("--compile --files-from --magic-file", "Cfm"),
    "find": _harm(words="-delete -exec -execdir -ok -okdir -fprint -fprint0 -fprintf -fls"
                  " -files0-from"),
    "gcc": _harm("--specs", "oB", starts="@ -wrapper -fplugin -specs"),
    "go": _harm(words="-exec -toolexec -o -overlay -modfile -C -vettool -ldflags -gcflags"
                " -asmflags -gccgoflags -coverprofile -outputdir -cpuprofile -memprofile"
                " --exec --toolexec --vettool --overlay --modfile",
                starts="-exec= -toolexec= -o= -overlay= -modfile= -C= -vettool= -ldflags="
                " -gcflags= -asmflags= -gccgoflags= -coverprofile= -outputdir= -cpuprofile="
                " -memprofile= --exec= --toolexec= --vettool= --overlay= --modfile="),
    "grep": _harm("--file --exclude-from", "f"),
    "jest": _harm("--config --globalSetup --globalTeardown --setupFiles --transform --runner"
                  " --rootDir --testRunner --reporters --resolver", "c"),
    "java": _harm("", "", starts="-agent -javaagent -XX: @ -D"),
    "make": _harm("--file --makefile --eval --directory --include-dir --environment-overrides",
                  "fCIEe", has="="),
    "man": _harm("--pager --html --config-file --browser --preprocessor", "PHCpB"),
    "mypy": _harm("--config-file --python-executable --install-types --cache-dir --junit-xml"
                  " --html-report --txt-report --xml-report --any-exprs-report --shadow-file"),
    "ninja": _harm("", "fCt"),
    "node": _NODE,
    "deno": _harm("--eval --allow-all", "A", words="eval"),
    "npm": _PACKAGES,
    "perl": _harm("", "eEidMmnpIxs", words="-"),
    "php": _harm("--run --process-code", "rRBEd"),
    "pip": _harm("--target --prefix --root --index-url --extra-index-url --find-links --editable"
                 " --log --python --src --cache-dir --config-settings --global-option --proxy"
                 " --requirement --constraint --report", "tieflrc"),
    "pytest": _harm("--override-ini --basetemp --rootdir --confcutdir --config-file --pyargs"
                    " --junitxml --junit-xml --log-file --debug --pastebin --pdbcls", "cop"),
    "python": _PYTHON,
    "realpath": _harm(),
    "rg": _harm("--pre --pre-glob --hostname-bin --search-zip --file --ignore-file", "zf"),
    "rsync": _harm("--rsh --rsync-path --daemon --config --log-file --write-batch --files-from"
                   " --password-file --delete --remove-source-files", "e"),
    "ruby": _harm("", "eriIpnx", words="-"),
    "ruff": _harm("--config --output-file --cache-dir --add-noqa", "o"),
    "scp": _SSH,
    "sftp": _harm("", "oFSDbs"),
    "sort": _harm("--output --compress-program --temporary-directory --files0-from", "oT"),
    "split": _harm("--filter"),
    "ssh": _SSH,
    "svn": _harm("--config-option --config-dir --diff-cmd --diff3-cmd --editor-cmd"),
    "hg": _harm("--config --config-file --cwd --repository", "R"),
    "tar": _harm(
        "--to-command --checkpoint-action --use-compress-program --info-script"
        " --new-volume-script --rsh-command --rmt-command --files-from --exclude-from"
        " --directory --absolute-names --remove-files --unlink-first --recursive-unlink"
        " --index-file --volno-file --add-file --one-top-level",
        "IFCPTXK",
    ),
    "tail": _harm("--pid"),
    "tcpdump": _harm("", "zwWGC"),
    "terraform": _harm(starts="-chdir -auto-approve --chdir --auto-approve"),
    "tree": _harm("--fromfile --fromtabfile --infofile --output", "oR"),
    "tsc": _harm("--outDir --outFile --build --project --init --watch --declarationDir", "pb"),
    "uniq": _harm(),
    "wc": _harm("--files0-from"),
    "wget": _harm("--execute --use-askpass --output-document --output-file --append-output"
                  " --post-file --body-file --config --input-file --directory-prefix"
                  " --save-cookies --load-cookies --rejected-log --warc-file", "eOoaiP"),
    "yarn": _PACKAGES,
    "zip": _harm("--unzip-command --test --move", "Tm"),
    "unzip": _harm("", "do"),
}  # fmt: skip
ALIASES = {
    "egrep": "grep", "fgrep": "grep", "ggrep": "grep", "gtar": "tar", "bsdtar": "tar",
    "python3": "python", "pypy": "python", "pypy3": "python", "nodejs": "node", "bun": "node",
    "pnpm": "npm", "bunx": "npm", "gmake": "make", "pip3": "pip", "g++": "gcc", "clang": "gcc",
    "clang++": "gcc", "cc": "gcc", "c++": "gcc", "podman": "docker", "vitest": "jest",
    "gfind": "find", "gsort": "sort", "py.test": "pytest", "batcat": "bat",
}  # fmt: skip

GIT_BEFORE = _harm(
    "--exec-path --git-dir --work-tree --namespace --config-env --super-prefix --paginate"
    " --attr-source --list-cmds",
    "cCp",
)
GIT_ANYWHERE = _harm(
    "--output --ext-diff --textconv --upload-pack --receive-pack --exec --open-files-in-pager"
    " --no-index --orderfile --contents --show-signature --verify-signatures --gpg-sign --sign"
    " --template --config --output-directory --tool --extcmd --smtp-server --editor",
    "O",
    starts="ext:: fd::",
)
GIT_SUBCOMMANDS: dict[str, Harm] = {
    "add": _harm("--pathspec-from-file --edit --patch --interactive", "epi"),
    "apply": _harm("--unsafe-paths --directory"),
    "archive": _harm("--remote", "o"),
    "branch": _harm("--delete --force --move --edit-description", "DdfmMC"),
    "checkout": _harm("--force", "f", words="--"),
    "clean": _harm("--force", "f"),
    "clone": _harm("--separate-git-dir --recurse-submodules --recursive --reference", "cu"),
    "commit": _harm("--no-verify --file --amend", "nFS"),
    "fetch": _harm("--recurse-submodules --force", "f", starts="+"),
    "format-patch": _harm("", "o"),
    "grep": _harm("", "f"),
    "ls-remote": _harm("--server-option"),
    "merge": _harm("--strategy --no-verify --file", "sF"),
    "pull": _harm("--force --strategy --recurse-submodules", "fs", starts="+"),
    "push": _harm("--force --force-with-lease --mirror --delete --prune --no-verify", "fd",
                  starts="+ :"),
    "rebase": _harm("--strategy --no-verify --interactive", "xsi"),
    "reset": _harm("--hard --merge --keep"),
    "restore": _harm("--worktree", "W"),
    "stash": _harm(words="drop clear pop"),
    "switch": _harm("--force --discard-changes --force-create", "fC"),
    "tag": _harm("--delete --force --local-user --file", "dfsuF"),
}  # fmt: skip

# No prefix rule covers these at all: their very arguments are programs, or set the shell itself.
NEVER_BY_PREFIX = _words(
    "awk gawk mawk nawk sed gsed less more most vi vim nvim view ex ed emacs nano pico sqlite3"
    " psql mysql mariadb gdb lldb m4 dc bc tclsh wish lua luajit osascript"
    " alias unalias bind builtin cd complete declare disown enable eval exec export fc getopts"
    " hash history let local logout mapfile popd pushd read readarray readonly set shift shopt"
    " source . suspend trap typeset ulimit umask unset bg fg jobs wait"
    " git-shell crontab visudo vipw"
)
NEVER_BY_PREFIX_GIT = _words(
    "config bisect filter-branch submodule difftool mergetool send-email daemon shell credential"
    " alias maintenance hook worktree init var update-index fast-import web--browse instaweb"
    " remote-ext remote-fd filter-repo"
)
