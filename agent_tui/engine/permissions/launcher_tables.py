"""Programs that start other programs, as data."""

from __future__ import annotations

from msgspec import Struct


class Launcher(Struct, frozen=True, kw_only=True):
    """How to find the program that a launcher starts.

    flags: options without a value; values: options with one, attached or as the next word.
    leading: words between the options and the program. is_transparent: permission for what it
    starts is enough. caveat: why only the whole text may be granted. repeats: it may start the
    program several times.
    """

    flags: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()
    leading: int = 0
    is_transparent: bool = True
    caveat: str = ""
    repeats: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FED = "What it runs depends on what is piped into it"

LAUNCHERS = {
    "builtin": Launcher(),
    "command": Launcher(),
    "doas": Launcher(flags=_words("-n"), values=("-u",), is_transparent=False),
    "env": Launcher(
        flags=_words("-i - --ignore-environment"), values=("-u", "--unset"), is_transparent=True
    ),
    "exec": Launcher(),
    "ionice": Launcher(flags=_words("-t --ignore"), values=("-c", "-n", "--class", "--classdata")),
    "nice": Launcher(values=("-n", "--adjustment")),
    "nohup": Launcher(),
    "setsid": Launcher(flags=_words("-c -f -w --ctty --fork --wait")),
    "stdbuf": Launcher(values=("-i", "-o", "-e", "--input", "--output", "--error")),
    "sudo": Launcher(
        flags=_words("-n -H --non-interactive --set-home"),
        values=("-u", "-g", "--user", "--group"),
        is_transparent=False,
    ),
    "time": Launcher(flags=_words("-p")),
    "timeout": Launcher(
        flags=_words("-v -f -p --foreground --preserve-status --verbose"),
        values=("-k", "-s", "--kill-after", "--signal"),
        leading=1,
    ),
    "xargs": Launcher(
        flags=_words("-0 -r -t -x --null --no-run-if-empty --verbose --exit"),
        values=("-n", "-P", "-L", "-d", "-s", "-I", "--max-args", "--max-procs", "--max-lines",
                "--delimiter", "--replace"),
        is_transparent=False,
        caveat=FED,
        repeats=True,
    ),
}  # fmt: skip

# Hand their words to a shell: option -> has a value.
JOINING = {"eval": {}, "watch": {"-n": True, "--interval": True, "-t": False, "-d": False}}

SHELLS = _words("sh bash dash zsh ksh mksh ash rbash")
OTHER_SHELLS = _words("fish csh tcsh pwsh powershell nu xonsh elvish")
# Letters that change nothing about which text the shell runs.
SHELL_LETTERS = frozenset("ceux")

# Without a file or code among their words they run what they are fed.
INTERPRETERS = _words(
    "node nodejs bun deno perl ruby php lua luajit tclsh Rscript sqlite3 psql mysql"
)
# What these start is found by no table here; only the whole text may be granted, and deny rules
# look at each of their words.
OPAQUE = _words(
    "parallel busybox toybox su runuser chroot unshare nsenter strace ltrace flock script"
    " pkexec systemd-run firejail proxychains proxychains4 torsocks unbuffer rlwrap chrt taskset"
    " fakeroot faketime caffeinate entr watchexec at batch coproc trap alias source . coreutils"
    " gdb lldb valgrind perf dbus-run-session setarch prlimit cgexec hyperfine expect screen tmux"
)
# Start programs elsewhere or by name; deny rules look at each of their words.
REMOTE = _words(
    "ssh docker podman kubectl nerdctl npx bunx pnpx uvx pipx npm pnpm yarn bun uv poetry pdm hatch"
    " rye conda mamba nix nix-shell vagrant direnv dotenv"
)
