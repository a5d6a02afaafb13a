from __future__ import annotations

from agent_tui.protocol.events import ModelsListed, SessionInfoChanged
from agent_tui.protocol.inputs import ListModels, RetryTurn, SetModel
from agent_tui.protocol.usage import Usage
from agent_tui.ui.forwarders.notice_forwarder import models_text
from tests.ui.running_chat import a_session, running_chat


async def test_model_with_a_name_switches_and_may_name_a_provider() -> None:
    async with running_chat() as chat:
        await chat.enter("/model gpt-5.4-mini")
        await chat.enter("/model meta/llama-4 openrouter")

        assert SetModel(session_id="s1", model="gpt-5.4-mini") in chat.engine.inputs
        switched = SetModel(session_id="s1", model="meta/llama-4", provider="openrouter")
        assert switched in chat.engine.inputs


async def test_model_without_a_name_lists_what_there_is() -> None:
    async with running_chat() as chat:
        await chat.enter("/model")
        assert ListModels(session_id="s1") in chat.engine.inputs

        await chat.emit(ModelsListed(session_id="s1", provider="openai", models=("a-1", "b-2")))

        assert chat.sees("Models of openai")
        assert chat.sees("b-2")


def test_a_very_long_list_of_models_is_cut_and_says_so() -> None:
    text = models_text(tuple(f"model-{number:03}" for number in range(130)))

    assert "model-099" in text
    assert "model-100" not in text
    assert "and 30 more" in text


async def test_retry_asks_the_engine_to_run_the_last_prompt_again() -> None:
    async with running_chat() as chat:
        await chat.enter("/retry")

        assert RetryTurn(session_id="s1") in chat.engine.inputs


async def test_status_says_where_one_is() -> None:
    info = a_session(
        title="Fix the build",
        message_count=4,
        context_tokens=84_000,
        context_window=200_000,
        usage=Usage(input_tokens=12_000, output_tokens=900),
        is_saved=True,
        path="/data/s1",
    )
    async with running_chat(size=(100, 30)) as chat:
        await chat.emit(SessionInfoChanged(session_id="s1", info=info))

        await chat.enter("/status")

        for fact in ("Fix the build", "gpt-5.4", "42 % (84k/200k)", "12k in, 900 out", "/data/s1"):
            assert chat.sees(fact), fact


async def test_a_theme_is_switched_at_once_and_an_unknown_one_is_not() -> None:
    async with running_chat() as chat:
        await chat.enter("/theme agent-tui-light")
        assert chat.app.theme == "agent-tui-light"

        await chat.enter("/theme agent-tui-ligth")
        assert chat.app.theme == "agent-tui-light"
        assert chat.sees("mean agent-tui-light?")


async def test_themes_are_listed_with_the_one_in_use() -> None:
    async with running_chat() as chat:
        await chat.enter("/theme")

        assert chat.sees("agent-tui-dark (in use)")
        assert chat.sees("high-contrast")


async def test_an_unknown_command_keeps_the_text_and_suggests() -> None:
    async with running_chat() as chat:
        await chat.enter("/hepl")

        assert chat.composer.text == "/hepl"
        assert chat.sees("Did you mean /help")


async def test_a_path_is_a_prompt() -> None:
    async with running_chat() as chat:
        await chat.enter("/usr/bin/env is what?")

        assert chat.engine.texts_sent() == ["/usr/bin/env is what?"]


async def test_the_help_lists_keys_and_commands_and_closes_with_esc() -> None:
    async with running_chat(size=(80, 100)) as chat:
        await chat.enter("/help")
        for text in ("Enter", "Ctrl+Q", "/model [name [provider]]", "also /clear"):
            assert chat.sees(text), text

        await chat.press("escape")

        assert chat.sees("❯")
