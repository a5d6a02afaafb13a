"""Ways in which a process can try to outlive the command that started it."""

from __future__ import annotations

import sys

_DAEMON = """
import os, signal, time
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
time.sleep(300)
"""
_FIRST_THREAD_ENDED = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(300,)).start()
ctypes.CDLL(None).pthread_exit(None)
"""


def _python(program: str) -> str:
    return f"{sys.executable} -c '{program}'"


# Each leaves something behind and goes on itself. $MARK_OF_THIS_TEST is the mark.
ESCAPES = {
    "a background job": "sleep 300 &",
    "a pipeline": "sleep 300 | sleep 300 &",
    "disown": "sleep 300 & disown",
    "nohup": "nohup sleep 300 >/dev/null 2>&1 &",
    "setsid": "setsid sleep 300 &",
    "two forks": "( ( sleep 300 & ) & )",
    "two forks and setsid": "( ( setsid -f sleep 300 & ) & )",
    "no environment": 'env -i bash -c "sleep 300; : $MARK_OF_THIS_TEST" &',
    "it is stopped": "bash -c 'kill -STOP $$; sleep 300' &",
    "children that start children": "bash -c 'bash -c \"sleep 300; :\" & sleep 300; :' &",
    "its first thread ended": f"{_python(_FIRST_THREAD_ENDED)} &",
}
# These do not end by TERM.
STUBBORN = {
    "TERM is ignored": "(trap '' TERM; sleep 300; sleep 300) &",
    "TERM is answered": "bash -c 'trap \"sleep 300 &\" TERM; while :; do sleep 0.1; done' &",
    "a daemon deaf to all": f"{_python(_DAEMON)} &",
    "a storm of forks": "(trap '' TERM; while :; do (setsid sleep 300 &); sleep 0.02; done) &",
}
