"""The demo agent: what it answers, and that it really streams, calls tools and fails."""

from __future__ import annotations

import msgspec
import pytest

from agent_tui.engine.turns.request_messages import INTERRUPTED_NOTE, shell_text
from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, TextPart
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.providers.demo.demo_provider import DemoProvider
from agent_tui.providers.demo.script import script_for
from tests.providers.requests_to_send import (
    assistant,
    request,
    text_of,
    tool_call,
    tool_result,
    tool_spec,
    user,
)

TOOLS = (
    tool_spec("list_dir", "path"),
    tool_spec("read_file", "file_path"),
    tool_spec("run_command", "command"),
    tool_spec("ask_user", "question"),
    tool_spec("grep", "pattern"),
    tool_spec("web_fetch", "url"),
    tool_spec("edit_file", "path", "old_text", "new_text"),
    tool_spec("write_file", "path", "content"),
    tool_spec("todo", "items"),
)


async def played(sent: ModelRequest, provider: DemoProvider | None = None) -> list[StreamItem]:
    return [item async for item in (provider or DemoProvider(pace_s=0)).stream(sent)]


def said(*messages: ChatMessage | str) -> str:
    return script_for(request(*messages)).text


@pytest.mark.parametrize(
    "note",
    [
        INTERRUPTED_NOTE,
        shell_text(
            ChatMessage(
                id="m1",
                role=Role.USER,
                parts=(TextPart(id="p1", text="an error\n\nand more of it, " + "x" * 200),),
                shell=ShellCommand(id="m1", command="make", cwd="/proj"),
            )
        ),
    ],
)
def test_what_the_engine_tells_before_a_prompt_hides_no_wish(note: str) -> None:
    assert said(user(f"{note}\n\nhelp")) == said(user("help"))


@pytest.mark.parametrize("prompt", ["help", "Help!", "What can you do?", "how does this work"])
def test_help_names_keys_queue_sessions_and_the_way_to_a_real_model(prompt: str) -> None:
    text = said(prompt)

    for word in ("Enter", "Esc", "Ctrl+C", "Ctrl+Q", "Queue", "--resume", "OPENAI_API_KEY"):
        assert word in text


@pytest.mark.parametrize(
    ("prompt", "sign"),
    [
        ("show me a table", "|---|"),
        ("show code", "```python"),
        ("show markdown", "> A quotation"),
        ("日本語", "日本語の文章"),
        ("something in Chinese, please", "中文"),
        ("hello", "demo agent"),
        ("think", "never sent back"),
    ],
)
def test_each_kind_of_content_can_be_asked_for(prompt: str, sign: str) -> None:
    assert sign in said(prompt)


@pytest.mark.parametrize(
    ("prompt", "kilobytes"),
    [("long answer", 6), ("a LONG ANSWER of 200", 200), ("long answer 0", 1)],
)
def test_a_long_answer_has_the_size_asked_for(prompt: str, kilobytes: int) -> None:
    size = len(said(prompt).encode())

    assert kilobytes * 1000 <= size < kilobytes * 1000 + 1000


def test_a_long_answer_has_a_largest_size() -> None:
    assert len(said("long answer 999999").encode()) < 5_100_000


def test_anything_else_is_quoted_back_and_counted() -> None:
    text = said("Hi", assistant(TextPart(id="p", text="Hello.")), "Paint it\nblack")

    assert "> Paint it\n> black" in text
    assert "prompt number 2" in text
    assert "demo agent" in text


def test_a_long_text_with_a_magic_word_is_somebodys_text_and_no_wish() -> None:
    script = script_for(request("error in line 1\n" * 50))

    assert not script.fails
    assert "> error in line 1" in script.text


def test_an_empty_history_is_answered_too() -> None:
    assert script_for(ModelRequest(model="demo", messages=())).text


def test_the_conversation_is_remembered() -> None:
    reply = assistant(TextPart(id="p", text="Hello."))

    assert "> My name is Ada" in said("My name is Ada", reply, "what did I say first?")


async def test_text_is_streamed_in_word_like_deltas_that_lose_nothing() -> None:
    sent = request("日本語")

    deltas = [item.text for item in await played(sent) if isinstance(item, TextDelta)]

    assert "".join(deltas) == script_for(sent).text
    assert max(len(delta.strip()) for delta in deltas) <= 12


async def test_the_same_request_is_answered_the_same_way() -> None:
    sent = request("list files", tools=TOOLS)

    assert await played(sent) == await played(sent)


async def test_thinking_is_streamed_before_the_text_and_counted() -> None:
    items = await played(request("think"))

    assert isinstance(items[0], ThinkingDelta)
    assert isinstance(items[-1], UsageReported)
    assert 0 < items[-1].usage.reasoning_tokens < items[-1].usage.output_tokens


async def test_usage_grows_with_the_history() -> None:
    short, long = await played(request("hello")), await played(request("hello " * 100))

    assert isinstance(short[-1], UsageReported)
    assert isinstance(long[-1], UsageReported)
    assert short[-1].usage.input_tokens < long[-1].usage.input_tokens


async def test_an_error_comes_once_in_a_session_and_the_next_try_works() -> None:
    provider = DemoProvider(pace_s=0)
    with pytest.raises(ProviderUnavailable) as caught:
        await played(request("error"), provider)

    assert caught.value.is_retryable
    assert "on purpose" in text_of(await played(request("error"), provider))


async def test_another_session_sees_its_own_error() -> None:
    provider = DemoProvider(pace_s=0)
    for message_id in ("u1", "u2"):
        with pytest.raises(ProviderUnavailable):
            await played(request(user("error", message_id=message_id)), provider)


@pytest.mark.parametrize(
    ("prompt", "tool", "arguments"),
    [
        ("list files", "list_dir", '{"path":"."}'),
        ("ls", "list_dir", '{"path":"."}'),
        ("read README.md", "read_file", '{"file_path":"README.md"}'),
        ("Please run echo hi", "run_command", '{"command":"echo hi"}'),
        ("ask me something", "ask_user", '{"question":"Which colour do you like best?"}'),
        ("edit notes.txt", "read_file", '{"file_path":"notes.txt"}'),
        ("run the tests", "run_command", '{"command":"python3 -m pytest -q"}'),
        ("search for TODO", "grep", '{"pattern":"TODO"}'),
        ("fetch https://example.com/a", "web_fetch", '{"url":"https://example.com/a"}'),
    ],
)
async def test_an_offered_tool_is_really_called_with_the_arguments_of_its_schema(
    prompt: str, tool: str, arguments: str
) -> None:
    items = await played(request(prompt, tools=TOOLS))

    deltas = [item for item in items if isinstance(item, ToolCallDelta)]
    assert deltas[0].name == tool
    assert "".join(item.arguments for item in deltas) == arguments


@pytest.mark.parametrize("prompt", ["list files", "read a.txt", "run ls", "ask me something"])
async def test_without_the_tool_the_agent_says_so_instead_of_inventing_a_result(
    prompt: str,
) -> None:
    items = await played(request(prompt))

    assert "nobody offers me one of that name" in text_of(items)
    assert not [item for item in items if isinstance(item, ToolCallDelta)]


async def test_choices_are_offered_when_the_asking_tool_takes_them() -> None:
    spec = tool_spec("ask_user", "question")
    schema = {"type": "array", "items": {"type": "string"}}
    properties = {"question": {"type": "string"}, "choices": schema}
    spec.parameters["properties"] = properties

    items = await played(request("ask me something", tools=(spec,)))

    deltas = [item.arguments for item in items if isinstance(item, ToolCallDelta)]
    assert '"choices":["Red","Green","Blue"]' in "".join(deltas)


async def test_two_commands_make_one_step_with_two_calls() -> None:
    items = await played(request("run date and then whoami", tools=TOOLS))

    deltas = [item for item in items if isinstance(item, ToolCallDelta)]
    texts = dict.fromkeys((0, 1), "")
    for delta in deltas:
        texts[delta.index] += delta.arguments
    assert texts == {0: '{"command":"date"}', 1: '{"command":"whoami"}'}
    assert len({delta.call_id for delta in deltas if delta.call_id}) == 2


async def test_several_questions_are_asked_when_the_tool_takes_them() -> None:
    spec = tool_spec("ask_user", "question", "questions")

    items = await played(request("ask me several things", tools=(spec,)))

    arguments = "".join(item.arguments for item in items if isinstance(item, ToolCallDelta))
    kinds = [question["kind"] for question in msgspec.json.decode(arguments)["questions"]]
    assert kinds == ["single", "multi", "text"]


@pytest.mark.parametrize(
    ("read", "is_error", "tool", "arguments"),
    [
        (
            "     1\tone\n     2\ttwo\n     3\tone",
            False,
            "edit_file",
            '{"path":"n.txt","old_text":"two","new_text":"two\\nThis line was added by the demo '
            'agent."}',
        ),
        (
            "There is no file n.txt.",
            True,
            "write_file",
            '{"path":"n.txt","content":"This line was added by the demo agent.\\n"}',
        ),
    ],
)
async def test_an_edit_reads_first_and_then_changes_or_makes_the_file(
    read: str, is_error: bool, tool: str, arguments: str
) -> None:
    history = (
        "edit n.txt",
        assistant(tool_call("read_file")),
        tool_result(read, is_error=is_error),
    )

    items = await played(request(*history, tools=TOOLS))

    deltas = [item for item in items if isinstance(item, ToolCallDelta)]
    assert deltas[0].name == tool
    assert "".join(item.arguments for item in deltas) == arguments


async def test_a_file_without_a_line_of_its_own_is_reported_and_not_changed() -> None:
    history = ("edit n.txt", assistant(tool_call("read_file")), tool_result("1\ta\n2\ta"))

    items = await played(request(*history, tools=TOOLS))

    assert not [item for item in items if isinstance(item, ToolCallDelta)]


def test_the_result_of_a_tool_is_told_from_the_following_request() -> None:
    text = said("list files", assistant(tool_call("list_dir")), tool_result("a.txt\nb.txt"))

    assert text == "`list_dir` gave back 2 lines:\n\n```\na.txt\nb.txt\n```\n"


@pytest.mark.parametrize(
    ("result", "is_error", "sign"),
    [
        ("no such file", True, "did not work"),
        ("", False, "gave back nothing"),
        ("a\n" * 50, False, "30 more"),
    ],
)
def test_failed_empty_and_long_results_are_told_as_what_they_are(
    result: str, is_error: bool, sign: str
) -> None:
    history = ("read x", assistant(tool_call("read_file")), tool_result(result, is_error=is_error))

    assert sign in said(*history)


def test_a_result_with_code_fences_cannot_break_out_of_its_block() -> None:
    text = said("read x", assistant(tool_call("read_file")), tool_result("```\nhi\n```"))

    assert text.count("````") == 2


async def test_deltas_are_paced_and_a_long_answer_takes_thirty_seconds_at_most() -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    provider = DemoProvider(pace_s=0.008, sleep=note)
    short = await played(request("hello"), provider)
    assert waits == [0.008] * sum(isinstance(item, TextDelta) for item in short)

    waits.clear()
    await played(request("long answer 200"), provider)
    assert 20 < sum(waits) <= 30.1
