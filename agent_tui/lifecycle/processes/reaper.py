"""The reaper: a process between the program and one command, that ends whatever the command left.

It runs as a program of its own for every command, so: standard library only, and few imports.
`main` reads a request (`Launch.packed`), then orders, from standard input, and writes facts
to standard error, one a line. The command gets the reaper's standard output.

    orders: t: TERM now, KILL after 2 s · k: KILL · end of input, the program died: KILL
    facts:  started PID · exited code|signal N · cwd HEX · problem HEX · left_over N · unended N
            done: nothing of it is left, or can be ended

On Linux every orphan below the command becomes the reaper's own child: nothing gets away by forking
twice, by `setsid` or by ignoring TERM. Elsewhere only the command's process group is known.
"""

# `signal` would load `enum`, a third of this program's start.
import _signal as signal  # type: ignore[import-not-found]
import os
import select
import sys
import time

TYPE_CHECKING = False  # `typing` is not cheap either
if TYPE_CHECKING:
    from collections.abc import Callable

IS_LINUX = sys.platform == "linux" and os.path.exists("/proc/self/stat")
# Where the command's shell writes its last folder. On Linux it opens our end by its path in /proc,
# so that no command inherits it; elsewhere it inherits a number that scripts hardly use.
CWD_FD = 3 if IS_LINUX else 97

_NEVER = float("inf")
_STOP_GRACE_S = 2.0
_TERM_AGAIN_S = 0.1
# `tee` in `cmd > >(tee log)` is still writing when the shell has ended.
_STRAGGLER_S = 0.2
_LEFT_OVER_GRACE_S = 0.5
# What cannot be killed by then hangs in the kernel.
_GIVE_UP_S = 10.0
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_STATUS_FD = 2
_DEAF_TO = ("HUP", "INT", "QUIT", "TERM", "TSTP", "TTIN", "TTOU", "USR1", "USR2", "ALRM")


def main() -> None:
    """Run one command with all that it starts, then return."""
    for name in _DEAF_TO:
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_IGN)
    fields = _read_request()
    if fields is None:
        return
    prctl = _linux_prctl()
    cwd_reader, cwd_writer = os.pipe()
    wake_reader, wake_writer = os.pipe()
    for fd in (cwd_reader, wake_reader, wake_writer):
        os.set_blocking(fd, False)
    if IS_LINUX and cwd_reader != CWD_FD:
        cwd_reader = os.dup2(cwd_reader, CWD_FD, inheritable=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_writer)
    own_pid = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            _become(fields, cwd_writer, own_pid, prctl)
        finally:
            os._exit(127)
    _tell(b"started %d" % pid)
    # Nobody must wait for us to see the end of the output.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.close(cwd_writer)
    _Reaper(pid, cwd_reader, wake_reader).run()


def _read_request() -> list[bytes] | None:
    head = b""
    while not head.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return None
        head += byte
    body = bytearray()
    while len(body) < int(head):
        piece = os.read(0, min(int(head) - len(body), 65536))
        if not piece:
            return None
        body += piece
    return bytes(body).split(b"\0")


def _linux_prctl() -> "Callable[..., int] | None":
    if not IS_LINUX:
        return None
    import ctypes

    prctl: Callable[..., int] = ctypes.CDLL(None).prctl
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    return prctl


def _become(
    fields: list[bytes], cwd_writer: int, parent: int, prctl: "Callable[..., int] | None"
) -> None:
    """In the child: stand apart from every terminal, then be the command."""
    cwd, executable, count, *rest = fields
    arguments, pairs = rest[: int(count)], rest[int(count) :]
    environment = dict(pair.split(b"=", 1) for pair in pairs)
    os.setsid()
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            return
    for number in signal.valid_signals():
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    status_fd = os.dup(_STATUS_FD)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(1, 2)
    if not IS_LINUX:
        os.dup2(cwd_writer, CWD_FD)
    try:
        what = cwd
        os.chdir(cwd)
        what = executable
        os.execve(executable, arguments, environment)
    except OSError as error:
        text = what + b": " + os.fsencode(error.strerror or "")
        _tell(b"problem " + text.hex().encode(), status_fd)


def _tell(fact: bytes, fd: int = _STATUS_FD) -> None:
    try:
        os.write(fd, fact + b"\n")
    except OSError:
        return  # the program died; the end of input says so, too


class _Reaper:
    """Watches one command until nothing of it is left. cwd_fd: the shell's last folder can be read
    there; wake_fd: readable after a child has ended."""

    def __init__(self, pid: int, cwd_fd: int, wake_fd: int) -> None:
        self._pid, self._cwd_fd, self._wake_fd = pid, cwd_fd, wake_fd
        self._term_at = self._kill_at = _NEVER
        self._is_killed = False
        self._termed: set[tuple[int, bytes]] = set()

    def run(self) -> None:
        while self._is_anything_left():
            now = time.monotonic()
            if now >= self._kill_at:
                self._kill_all()
                break
            if now >= self._term_at:
                self._term_all(now)
            ready = self._ready((0, self._wake_fd), min(self._term_at, self._kill_at) - now)
            if 0 in ready:
                self._obey(os.read(0, 64))
        _tell(b"done")

    def _is_anything_left(self) -> bool:
        """Collect what has ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                # Elsewhere, a group of zombies that nobody collects counts as alive.
                return not (IS_LINUX or self._is_killed) and _send(-self._pid, 0)
            if pid == 0:
                return True
            if pid == self._pid:
                self._tell_end(status)

    def _tell_end(self, status: int) -> None:
        if self._kill_at == _NEVER:
            self._term_at = time.monotonic() + _STRAGGLER_S
        try:
            cwd = os.read(self._cwd_fd, 65536)
        except OSError:
            cwd = b""
        if cwd.endswith(b"\n"):
            _tell(b"cwd " + cwd[:-1].hex().encode())
        if os.WIFSIGNALED(status):
            _tell(b"exited signal %d" % os.WTERMSIG(status))
        else:
            _tell(b"exited code %d" % os.WEXITSTATUS(status))

    def _ready(self, fds: tuple[int, ...], timeout_s: float) -> list[int]:
        poll = select.poll()
        for fd in fds:
            poll.register(fd, select.POLLIN)
        timeout_ms = None if timeout_s == _NEVER else max(1, int(1000 * timeout_s))
        ready = [fd for fd, _ in poll.poll(timeout_ms)]
        if self._wake_fd in ready:
            os.read(self._wake_fd, 65536)
        return ready

    def _obey(self, orders: bytes) -> None:
        now = time.monotonic()
        if not orders or b"k" in orders:
            self._kill_at = now
        else:
            self._term_at, self._kill_at = now, min(self._kill_at, now + _STOP_GRACE_S)

    def _term_all(self, now: float) -> None:
        """TERM what has not got it. Called again and again: a process may be new, or may have lost
        its TERM between fork and exec, where shells still have their own handlers."""
        count = 0
        if IS_LINUX:
            for known in descendants(os.getpid()).items():
                if known not in self._termed:
                    self._termed.add(known)
                    count += _term(known[0])
        elif self._kill_at == _NEVER or not self._termed:
            self._termed.add((self._pid, b""))
            count += _term(-self._pid)
        self._term_at = now + _TERM_AGAIN_S
        if self._kill_at == _NEVER:
            self._kill_at = now + _LEFT_OVER_GRACE_S
            if count:
                _tell(b"left_over %d" % count)

    def _kill_all(self) -> None:
        if not IS_LINUX:
            _send(-self._pid, signal.SIGKILL)
            self._is_killed = True
        give_up_at = time.monotonic() + _GIVE_UP_S
        while self._is_anything_left() and time.monotonic() < give_up_at:
            if IS_LINUX and not kill_tree(os.getpid()):
                break
            self._ready((self._wake_fd,), 0.02)
        if self._is_anything_left():
            _tell(b"unended %d" % max(1, len(descendants(os.getpid()))))


def kill_tree(root: int) -> bool:
    """KILL every process below `root`. False when there are some and none may be."""
    frozen: set[int] = set()
    # What is stopped forks no more, and keeps its place in the limit of processes: a fork bomb
    # comes to a halt.
    while fresh := set(descendants(root)) - frozen:
        for pid in fresh:
            _send(pid, signal.SIGSTOP)
        frozen |= fresh
    killed = [pid for pid in frozen if _send(pid, signal.SIGKILL)]
    return bool(killed) or not frozen


def descendants(root: int) -> dict[int, bytes]:
    """The living processes below `root`, each with its name, parents before their children; none
    where there is no /proc."""
    children: dict[int, list[int]] = {}
    names: dict[int, bytes] = {}
    for pid in _numbers_in_proc():
        name, fields = process_state(pid)
        # A first thread that has ended before the others is a zombie, but its process lives.
        if fields and (fields[0] != b"Z" or int(fields[17]) > 1):
            names[pid] = name
            children.setdefault(int(fields[1]), []).append(pid)
    found: dict[int, bytes] = {}
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(0), ())
        found.update((pid, names[pid]) for pid in below)
        waiting += below
    return found


def process_state(pid: int) -> tuple[bytes, list[bytes]]:
    """Name, then state, parent, group, session and so on from /proc/PID/stat; nothing when it has
    ended."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name may hold blanks and parentheses.
            name, _, fields = file.read().rpartition(b")")
    except OSError:
        return b"", []
    return name, fields.split()


def _numbers_in_proc() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _term(pid: int) -> bool:
    got_it = _send(pid, signal.SIGTERM)
    # What is stopped must go on to take notice.
    _send(pid, signal.SIGCONT)
    return got_it


def _send(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except OSError:
        return False
    return True
