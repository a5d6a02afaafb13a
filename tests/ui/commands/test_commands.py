from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.config.origins import Origin, OriginKind
from agent_tui.config.program_facts import ProgramFacts
from agent_tui.config.settings import Settings
from agent_tui.protocol.events import ModelsListed, SessionInfoChanged
from agent_tui.protocol.inputs import (
    DescribeContext,
    ListModels,
    NewSession,
    RenameSession,
    RetryTurn,
    SetModel,
)
from agent_tui.protocol.session_events import ContextDescribed, ContextPart, ContextSource
from agent_tui.protocol.usage import Usage
from agent_tui.ui.commands.session.cost import cost_listing
from tests.ui.fake_desktop import FakeDesktop
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

        await chat.until_sees("Models of openai")
        assert chat.sees("b-2")


async def test_a_model_is_chosen_from_the_list_by_typing_a_part_of_its_name() -> None:
    models = tuple(f"vendor/model-{number:03}" for number in range(300))
    async with running_chat() as chat:
        await chat.enter("/model")
        await chat.emit(ModelsListed(session_id="s1", provider="openai", models=models))
        await chat.until(lambda: chat.app.chat.is_list_focused)
        await chat.press(*"217", "enter")

        assert chat.engine.inputs[-1] == SetModel(session_id="s1", model="vendor/model-217")
        assert chat.is_composing()


async def test_a_list_of_models_that_nobody_asked_for_takes_no_keys() -> None:
    async with running_chat() as chat:
        await chat.emit(ModelsListed(session_id="s1", provider="openai", models=("a-1",)))

        assert chat.is_composing()
        assert not chat.sees("Models of openai")


async def test_a_provider_that_lists_no_models_says_what_to_do() -> None:
    async with running_chat() as chat:
        await chat.enter("/model")
        await chat.emit(ModelsListed(session_id="s1", provider="openai", models=()))

        assert chat.sees("The provider lists none.")


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


async def test_the_list_of_themes_shows_each_at_once_and_esc_goes_back() -> None:
    async with running_chat() as chat:
        await chat.enter("/theme")
        await chat.until_sees("in use")
        await chat.press(*"ember")
        assert chat.app.theme == "ember"

        await chat.press("escape")
        assert chat.app.theme == "agent-tui-dark"
        assert chat.is_composing()


async def test_a_theme_that_was_chosen_from_the_list_stays() -> None:
    async with running_chat() as chat:
        await chat.enter("/theme")
        await chat.until_sees("in use")
        await chat.press("down", "enter")

        assert chat.app.theme == "agent-tui-light"
        assert not chat.app.chat.is_view_open


async def test_esc_in_the_list_of_themes_goes_back_to_the_automatic_one() -> None:
    async with running_chat(theme="auto") as chat:
        await chat.enter("/theme")
        await chat.until_sees("in use")
        await chat.press("down", "escape")

        assert chat.app.theme_choice == "auto"


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
        for text in ("Enter", "Ctrl+Q", "/model [name [provider]]", "also /sessions"):
            assert chat.sees(text), text

        await chat.press("escape")

        assert chat.sees("❯")


async def test_the_help_of_one_command_tells_more() -> None:
    async with running_chat() as chat:
        await chat.enter("/help permissions")
        await chat.until_sees("/permissions revoke ID")

        assert chat.sees("A rule is one line")


async def test_help_for_a_command_that_does_not_exist_suggests_and_keeps_the_text() -> None:
    async with running_chat() as chat:
        await chat.enter("/help modle")

        assert chat.composer.text == "/help modle"
        assert chat.sees("Did you mean /model")


@pytest.mark.parametrize("line", ["/model x", "/new", "/rename A title", "/context", "/yolo"])
async def test_before_the_session_is_open_a_command_says_so_and_comes_back(line: str) -> None:
    async with running_chat(is_open=False) as chat:
        await chat.until(lambda: chat.app.chat.transcript is not None)
        await chat.enter(line)

        assert chat.sees("The session is not open yet")
        assert chat.composer.text == line
        assert chat.engine.asked() == []


async def test_a_second_new_session_is_not_opened_while_the_first_is_being_opened() -> None:
    async with running_chat() as chat:
        await chat.enter("/new")
        await chat.enter("/new")

        assert len([sent for sent in chat.engine.inputs if isinstance(sent, NewSession)]) == 1


async def test_rename_tells_the_engine_and_context_asks_it() -> None:
    async with running_chat() as chat:
        await chat.enter("/rename Fix  the build")
        await chat.enter("/context")

        assert RenameSession(session_id="s1", title="Fix  the build") in chat.engine.inputs
        assert DescribeContext(session_id="s1") in chat.engine.inputs


async def test_the_context_is_shown_by_source() -> None:
    parts = (
        ContextPart(source=ContextSource.TOOLS, tokens=1_500, count=12),
        ContextPart(source=ContextSource.ANSWERS, tokens=500, count=2),
    )
    async with running_chat() as chat:
        await chat.emit(
            ContextDescribed(
                session_id="s1", parts=parts, context_tokens=2_345, context_window=10_000
            )
        )

        assert chat.sees("12 tools")
        assert chat.sees("15 %")
        assert chat.sees("counted 2,345")


def test_the_cost_is_told_only_where_the_provider_tells_it() -> None:
    known = cost_listing(a_session(usage=Usage(input_tokens=9, output_tokens=1, cost_usd=0.12)))
    unknown = cost_listing(a_session(usage=Usage(input_tokens=9, output_tokens=1)))

    assert ("price", "$0.12", "as the provider told it") in known.rows
    assert "does not say" in unknown.footer


async def test_layouts_are_switched_at_once() -> None:
    async with running_chat(size=(100, 24)) as chat:
        await chat.enter("/layout minimal")
        assert not chat.sees("Ctrl+Q quit")

        await chat.enter("/layout sidebar")
        await chat.until(lambda: chat.app.chat.sidebar is not None)
        assert chat.sees("Ctrl+Q quit")

        await chat.enter("/layout standard")
        assert chat.app.chat.sidebar is not None
        assert not chat.app.chat.sidebar.display


async def test_settings_are_listed_with_their_origins_and_without_keys() -> None:
    facts = ProgramFacts(
        settings=Settings(model="gpt-5.4", api_key="sk-secret"),
        origins={"model": Origin(OriginKind.ENVIRONMENT, name="AGENT_TUI_MODEL")},
        settings_file="/home/me/config.toml",
    )
    async with running_chat(size=(100, 60), facts=facts) as chat:
        await chat.enter("/config")

        rows = [" ".join(row.split()) for row in chat.rows()]
        assert '▌ model "gpt-5.4" environment AGENT_TUI_MODEL' in rows
        assert '▌ api_key "(set)" default' in rows
        assert chat.sees("/config edit opens /home/me/config.toml")
        assert not chat.sees("sk-secret")


async def test_the_settings_file_opens_in_the_editor() -> None:
    desktop = FakeDesktop()
    desktop.files = ["config.toml"]
    facts = ProgramFacts(settings_file="config.toml")
    async with running_chat(desktop=desktop, facts=facts) as chat:
        await chat.enter("/config edit")
        await chat.until(lambda: ("editor", "/proj/config.toml") in desktop.asked)


async def test_without_a_settings_file_there_is_nothing_to_edit() -> None:
    async with running_chat() as chat:
        await chat.enter("/config edit")

        assert chat.sees("This application brings its settings")


async def test_the_last_lines_of_the_log_are_shown(tmp_path: Path) -> None:
    log = tmp_path / "agent-tui.log"
    log.write_text("".join(f"line {number}\n" for number in range(500)) + "\x1b[31mred\n")
    async with running_chat(size=(100, 24), facts=ProgramFacts(log_file=str(log))) as chat:
        await chat.enter("/logs 3")
        await chat.until_sees("line 499")

        assert chat.sees("␛[31mred")
        assert chat.sees("line 498")
        assert not chat.sees("line 497")


async def test_a_log_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    async with running_chat(facts=ProgramFacts(log_file=str(tmp_path / "none.log"))) as chat:
        await chat.enter("/logs")
        await chat.until_sees("cannot be read")


async def test_the_doctor_tells_facts_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_KEY", "sk-secret")
    settings = Settings(base_url="http://lab.example/v1", api_key_env="LAB_KEY", model="m")
    facts = ProgramFacts(settings=settings, data_folder="/data/agent-tui")
    async with running_chat(size=(100, 40), facts=facts) as chat:
        await chat.enter("/doctor")

        for fact in ("http://lab.example/v1", "from LAB_KEY", "/data/agent-tui", "100×40"):
            assert chat.sees(fact), fact
        assert not chat.sees("sk-secret")
