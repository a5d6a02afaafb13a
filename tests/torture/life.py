"""One session that lives through several kills, with what is known of it from outside."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from agent_tui.protocol.messages import ChatMessage, ToolResultPart
from agent_tui.protocol.ports import StoredSession
from agent_tui.storage.session_store import FileSessionStore
from tests.flows.chat_program import ENTER
from tests.terminal.pty_program import AGENT_TUI, PtyProgram
from tests.terminal.started import wait_until_started
from tests.torture.answering import AnsweringServer, texts, word

STREAM_LIMIT_S = 0.3
"""So young may be what is missing after a kill."""
_SLOW_MACHINE_S = 0.1  # what the machine may add between two programs that watch each other
_WAIT_S = 30.0
_TELLING = ("assistant", "tool", "user")  # the user's own commands are told as theirs
_WORD = re.compile(r"a(\d+)w(\d{4})")
_SLOW = """#!/bin/sh
echo "$1" >> ran
i=1
while [ $i -lt 400 ]; do
  printf 'a%dw%04d\\n' "$1" $i
  i=$((i + 1))
  sleep 0.05
done
"""


class Life:
    """Use it as a context manager: it has a home, a model server and, from `start` on, a program.

    losses: sentences about what was shown and is not there. missing_s: the age at the kill of the
    oldest that was shown and is not there, for each kill after which something is not.
    """

    def __init__(self, home: Path, choose: random.Random) -> None:
        self.home, self.choose = home, choose
        self.work = home / "work"
        self.server = AnsweringServer()
        self.prompts: list[str] = []  # that certainly are history
        self.answers: list[str] = []  # pieces of text that answers certainly have, in their order
        self.losses: list[str] = []
        self.missing_s: list[float] = []
        self.session_id = ""
        self.number = 0  # of the present prompt
        self.summarised_messages = self._summarised_prompts = 0
        self._sent_s = self._killed_s = 0.0
        self._seen: dict[int, list[float]] = {}  # number to the times at which its words were seen
        self._program: PtyProgram | None = None
        self._screen, self._read_bytes = "", -1

    def __enter__(self) -> Self:
        self.work.mkdir(parents=True)
        (self.work / "slow.sh").write_text(_SLOW)
        (self.work / "slow.sh").chmod(0o700)
        self.server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()
        self.server.__exit__(kind, error, traceback)

    @property
    def program(self) -> PtyProgram:
        assert self._program is not None
        return self._program

    @property
    def store(self) -> FileSessionStore:
        data = self.home / "data"
        return FileSessionStore(data / "sessions", data / "index.db")

    def start(self, *, waits: bool = True) -> None:
        """Start the program, with the session when there is one."""
        found = [path.name for path in (self.home / "data" / "sessions").glob("[!.]*")]
        self.session_id = self.session_id or (found[0] if found else "")
        resume = ("--resume", self.session_id) if self.session_id else ()
        argv = (*AGENT_TUI, "--base-url", self.server.url, "-m", "model-a", *resume)
        argv += ("-C", str(self.work), "--allow", "run(./slow.sh *)")
        argv += ("--allow", "write(notes/**)", "--set", "hints=false")
        self._program = PtyProgram(argv, home=self.home).__enter__()
        if waits:
            wait_until_started(self.program)
            self.see(" · model-a")

    def see(self, text: str) -> None:
        """Wait until the screen shows it; what streams meanwhile is noted."""

        def is_there() -> bool:
            self._note()
            return text in self._screen

        self.program.wait_for(is_there, timeout=_WAIT_S)

    def sees(self, text: str) -> bool:
        """Whether the screen shows it before long."""
        try:
            self.see(text)
        except AssertionError:
            return False
        return True

    def watch(self, seconds: float) -> None:
        """Read on for a while."""
        end_s = time.perf_counter() + seconds
        while (left_s := end_s - time.perf_counter()) > 0:
            if self.program.pump(min(left_s, 0.005)):
                self._note()

    def ask(self, verb: str) -> str:
        """Type a prompt with a number of its own and send it."""
        self.number += 1
        prompt = f"{verb} {self.number}"
        self.program.send(prompt)
        self.see(f"❯ {prompt}")
        self._sent_s = self.program.send(ENTER)
        return prompt

    def kill(self) -> StoredSession | None:
        """Kill the program and say what is on the disk, None when there is no session yet."""
        self.program.kill()
        self._killed_s = time.perf_counter()
        self._stop()
        ids = [self.session_id] if self.session_id else [info.id for info in self.store.sessions()]
        if not ids:
            return None
        stored = self.store.load(ids[0])
        self._check_streams(stored)
        return stored

    def lose(self, what: str) -> None:
        """Something was shown and is not there."""
        self.losses.append(what)

    def lose_sent(self, prompt: str) -> None:
        """The last prompt is nowhere; a loss if it was sent long enough ago."""
        self._miss(self._killed_s - self._sent_s, f"the prompt {prompt!r}")

    def summarise(self, messages: int) -> None:
        """A summary stands for the first `messages` of the journal now: requests need not have
        them."""
        self.summarised_messages, self._summarised_prompts = messages, len(self.prompts)
        self.answers.clear()

    def check_history(self, held: Sequence[str], what: str, *, since: int = 0) -> None:
        """Compare texts that came back with the prompts that are certain, in their order."""
        # One text: unanswered prompts that follow each other are one message of a request.
        everything, at = "\n".join(held), 0
        for prompt in self.prompts[since:]:
            found = re.compile(rf"\b{prompt}\b").search(everything, at)
            if found is None:
                self.lose(f"the prompt {prompt!r} is missing in {what}")
                return
            at = found.end()

    def probe(self) -> None:
        """Let the session go on: the next request must be valid and hold what is certain."""
        prompt = self.ask("say")
        self.see(f"ok{self.number}")
        self.prompts.append(prompt)
        body = self.server.requests[-1]
        asked = texts(body, "user")
        self.check_history(asked, "the next request", since=self._summarised_prompts)
        told = " ".join(text for role in _TELLING for text in texts(body, role))
        for piece in self.answers:
            if piece not in told:
                self.lose(f"{piece!r} is missing in the next request")
        self.answers.append(f"ok{self.number}")

    def _note(self) -> None:
        """Remember when which words came in sight."""
        now = time.perf_counter()
        # Reading a screen takes milliseconds, and often nothing has changed.
        if len(self.program.output) == self._read_bytes:
            return
        self._screen, self._read_bytes = self.program.screen_text(), len(self.program.output)
        for number, place in _WORD.findall(self._screen):
            times = self._seen.setdefault(int(number), [])
            times += [now] * (int(place) - len(times))

    def _check_streams(self, stored: StoredSession) -> None:
        texts_held = [_text_of(message) for message in stored.messages]
        for number, times in self._seen.items():
            text = next((text for text in texts_held if word(number, 1) in text), "")
            held = [found[0] for found in _WORD.finditer(text)]
            expected = [word(number, place) for place in range(1, len(held) + 1)]
            if held != expected:
                self.lose(f"what streamed for prompt {number} is not in order: {held[:3]}…")
            if len(held) < len(times):
                self._miss(
                    self._killed_s - times[len(held)],
                    f"a part of what streamed for prompt {number}",
                )
            if held and held[-1] not in self.answers:
                self.answers.append(held[-1])
        self._seen.clear()

    def _miss(self, age_s: float, what: str) -> None:
        self.missing_s.append(age_s)
        if age_s > STREAM_LIMIT_S + _SLOW_MACHINE_S:
            self.lose(f"{what}, which was shown {1000 * age_s:.0f} ms before")

    def _stop(self) -> None:
        if self._program is not None:
            self._program.__exit__(None, None, None)
            self._program, self._read_bytes = None, -1


def _text_of(message: ChatMessage) -> str:
    """What it says, or what a tool printed."""
    results = (part.text for part in message.parts if isinstance(part, ToolResultPart))
    return message.text or "".join(results)
