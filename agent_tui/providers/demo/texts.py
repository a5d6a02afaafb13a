"""What the demo agent says: markdown, and nothing else."""

HELP = """\
I am the **demo agent** of agent-tui. I am no model: I follow a small script, offline, so that \
you can try the program without a key.

## Keys

| Key | Does |
|---|---|
| Enter | send the prompt; while I answer, put it into the queue |
| Esc | stop the running answer; what came so far stays |
| Ctrl+C | copy a selection, else stash the draft, else stop, else leave on the second press |
| Ctrl+Q | leave, with everything saved |
| PgUp, PgDn, wheel | scroll; the text stays where you read |

**Queue.** Prompts that you send while I answer wait in order and are sent one after the other. \
Stopping an answer holds them; it never drops them.

**Sessions.** Every session is saved while you type and read. `agent-tui --continue` opens the \
last one, `agent-tui --resume ID` any other.

## Things to ask me

- `long answer`, or `long answer 200` for 200 kB
- `show me a table`, `show code`, `show markdown`, `日本語`
- `think`, to see thinking before an answer
- `error`, to see a connection break and a second try
- `list files`, `read notes.txt`, `edit notes.txt`, `search for TODO`
- `run ls`, `run the tests`, `run date and then whoami`: I ask before I act
- `ask me something`, `ask me several things`, `todo`
- `what did I say first?`

## A real model

```sh
export OPENAI_API_KEY=...                  # your key
agent-tui --provider openai --model MODEL

agent-tui --provider ollama --model MODEL  # a server on this machine
agent-tui --base-url http://HOST:PORT/v1 --model MODEL
```
"""

TABLE = """\
A table, with columns of different kinds:

| Planet | Moons | Day length | Note |
|:---|---:|:---:|---|
| Mercury | 0 | 1408 h | `hot` by day, cold by night |
| Earth | 1 | 24 h | *this one* |
| Mars | 2 | 25 h | Phobos and Deimos |
| Jupiter | 97 | 10 h | the count grows every few years |
| 海王星 | 16 | 16 h | Neptune, in Chinese characters |

The numbers are right-aligned, the day length is centred.
"""

CODE = '''\
A function in Python:

```python
from collections.abc import Iterator


def primes(limit: int) -> Iterator[int]:
    """All primes below `limit`, smallest first."""
    is_composite = bytearray(limit)
    for number in range(2, limit):
        if not is_composite[number]:
            yield number
            for multiple in range(number * number, limit, number):
                is_composite[multiple] = True


print(list(primes(30)))  # [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
```

and the same idea in a shell:

```sh
seq 2 29 | factor | awk 'NF == 2 { print $2 }'
```

A block without a language stays as it is:

```
[not a tag]   *not bold*   <not html>
```
'''

MARKDOWN = """\
# A heading

Text with **bold**, *italic*, ~~struck~~ and `inline code`, and a [link](https://example.org/page).

## Lists

1. first
2. second
   - inside
   - with a longer entry that has to be broken on a narrow terminal, so that one sees whether the \
second line stands under the first
3. third

- [x] done
- [ ] not done

> A quotation
> over two lines.

---

Term by term: a line\\
that is broken on purpose, and a very long word: \
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.
"""

CJK = """\
日本語の文章です。文字の幅は二つ分なので、行の折り返しと表の桁を見てください。

- 中文：终端里的每个汉字占两列。
- 한국어: 글자 하나가 두 칸을 차지합니다.
- 混ざった行 mixed with Latin text と絵文字 🙂 👩‍💻 🇯🇵

| 言語 | 挨拶 |
|---|---|
| 日本語 | こんにちは |
| 中文 | 你好 |
| 한국어 | 안녕하세요 |
"""

THINKING = """\
The user wants to see me think. I have no thoughts, so I show what thinking looks like: it streams \
before the answer, it is dimmed, and it folds when the answer begins.

Three things are worth checking. Does the text stay readable while it grows? Can it be opened \
again later? And is it left out of what the model reads in the next turn?

That should do. Now the answer.
"""

AFTER_THINKING = """\
That above was thinking: shown while it came, folded now, and never sent back to a model.
"""

AFTER_FAILURE = """\
I break the connection once in each session, on purpose. That has happened, and the program tried \
again; the broken try left no trace in what a model reads.
"""

FAILURE = "The demo agent broke the connection on purpose. The next try will work."

HELLO = """\
Hello. I am the **demo agent**: a script, not a model. Ask me `help`, or type anything.
"""

NO_TOOLS = """\
To {wish} I would need the tool `{tool}`, and nobody offers me one of that name here. \
I could only invent a result, so I do not.
"""

ECHO = """\
I am the demo agent, so I only understand a few words. This is prompt number {number} of this \
session, {words}:

{quote}

Ask me `help` to see what I can show, and how to connect a real model.
"""

LONG_INTRODUCTION = """\
# A long answer

About {kilobytes} kB of mixed markdown, made to scroll, to search and to stop with Esc.
"""

LONG_SECTIONS = (
    """\
## {number}. A paragraph

The quick brown fox jumps over the lazy dog, and section {number} is as good a place for it as any \
other. Sentences of *different* length follow each other, some **short**, some with `code` in the \
middle, and some so long that they have to be broken on every terminal that is narrower than a \
newspaper page laid on its side.
""",
    """\
## {number}. A list

- the first entry of section {number}
- an entry with `inline code` and a [link](https://example.org/{number})
  - one level down
  - and another one there
- the last entry
""",
    """\
## {number}. Code

```python
def section_{number}(values: list[int]) -> int:
    total = {number}
    for value in values:
        total += value * value
    return total
```
""",
    """\
## {number}. A table

| Key | Value | Share |
|:---|---:|:---:|
| alpha | {number} | 10 % |
| beta | {number}0 | 25 % |
| gamma | {number}00 | 65 % |
""",
    """\
## {number}. A quotation

> Whoever reads section {number} to its end has scrolled far.
> The line below is for eyes that check widths.

日本語と中文と한국어, in one line with Latin letters.
""",
)
