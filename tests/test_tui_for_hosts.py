"""`AgentTui` under a host's own name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_tui import (
    AgentTui,
    ConfigError,
    FileSessionStore,
    Layout,
    LifecycleError,
    PermissionPanel,
    QuestionPanel,
    SaveOnExit,
    SessionNotFound,
)
from agent_tui.config.guidance import guidance
from agent_tui.storage.paths import default_paths, folder_name
from agent_tui.tui.plan import TuiPlan
from agent_tui.tui.plan_places import plan_paths, protected_folders, whole_stored_id

COLOURS = dict.fromkeys(
    (
        *("background", "surface", "panel", "text", "dim", "border", "selection"),
        *("primary", "secondary", "accent", "success", "warning", "error"),
    ),
    "#808080",
)
THEME = {"is_dark": True, "colors": COLOURS}


class OwnPanel(PermissionPanel):
    """A host's."""


def plan_of(app: AgentTui) -> TuiPlan:
    return app._plan


def test_the_sample_of_the_architecture_works() -> None:
    app = AgentTui(name="my-agent", config=None)

    chained = (
        app.set_version("1.0")
        .set_layout(Layout.sidebar("files", width=30))
        .set_exit_handler(SaveOnExit())
        .register_widget(PermissionPanel)
        .register_widget(QuestionPanel)
        .register_tools(lambda *_: [])
    )

    assert chained is app


def test_an_application_of_another_name_keeps_its_files_apart_from_ours() -> None:
    ours, theirs = plan_paths(plan_of(AgentTui())), plan_paths(plan_of(AgentTui(name="My Notes")))

    assert ours == default_paths({})
    assert theirs.data_dir.name == "my-notes"
    assert theirs.sessions_dir != ours.sessions_dir
    assert theirs.log_dir != ours.log_dir


def test_a_host_may_share_the_programs_folders_or_name_its_own(tmp_path: Path) -> None:
    shared = AgentTui(name="mine").set_folders("agent-tui")
    own = AgentTui(name="mine").set_folders(data=tmp_path / "d", logs=tmp_path / "l")

    assert plan_paths(plan_of(shared)) == default_paths({})
    assert plan_paths(plan_of(own)).data_dir == tmp_path / "d"
    assert plan_paths(plan_of(own)).log_dir == tmp_path / "l"
    assert plan_paths(plan_of(own)).config_dir.name == "mine"


def test_a_hosts_agent_may_touch_neither_its_own_files_nor_ours_unasked() -> None:
    plan = plan_of(AgentTui(name="mine"))
    folders = protected_folders(plan, plan_paths(plan))

    assert set(default_paths({}).protected) < set(folders)
    assert any(Path(folder).name == "mine" for folder in folders)


def test_variables_that_begin_with_the_applications_name_choose_its_folders() -> None:
    paths = default_paths({"MY_NOTES_DATA_DIR": "/proj/d", "AGENT_TUI_DATA_DIR": "/x"}, "my-notes")

    assert paths.data_dir == Path("/proj/d")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("agent-tui", "agent-tui"),
        ("My Notes", "my-notes"),
        (" a/b\\c:d ", "a-b-c-d"),
        ("../..", None),
        ("★", None),
        ("Überblick 2", "überblick-2"),
    ],
)
def test_a_name_becomes_a_folder_that_leads_nowhere_else(name: str, folder: str | None) -> None:
    if folder is None:
        with pytest.raises(ConfigError, match="gives no folder a name"):
            folder_name(name)
    else:
        assert folder_name(name) == folder


@pytest.mark.parametrize(
    ("register", "problem"),
    [
        (lambda app: app.register_theme(THEME), "needs a name"),
        (lambda app: app.register_theme({"colors": COLOURS}, name="x"), "is_dark must be"),
        (lambda app: app.register_theme({"is_dark": True, "colors": {}}, name="x"), "is missing"),
        (lambda app: app.register_theme(Path("/proj/none.toml")), "cannot be read"),
        (lambda app: app.register_widget(object), "needs the slot"),
        (lambda app: app.set_folders("/"), "gives no folder a name"),
    ],
)
def test_what_cannot_work_is_refused_when_it_is_set(
    register: Callable[[AgentTui], object], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        register(AgentTui(name="mine"))


def test_a_theme_may_be_a_file_and_is_called_like_it(tmp_path: Path) -> None:
    file = tmp_path / "sea.toml"
    colours = "\n".join(f'{name} = "{value}"' for name, value in COLOURS.items())
    file.write_text(f"is_dark = false\n[colors]\n{colours}\n")

    app = AgentTui(name="mine").register_theme(file).set_theme("sea")

    assert plan_of(app).themes["sea"]["is_dark"] is False
    assert plan_of(app).theme == "sea"


def test_a_panel_needs_no_slot_and_asks_instead_of_ours() -> None:
    app = AgentTui(name="mine").set_panels(permission=False).register_widget(OwnPanel)

    assert plan_of(app).permission_panel is OwnPanel
    assert plan_of(app).has_permission_panel


def test_no_setter_works_after_the_run_has_begun() -> None:
    app = AgentTui(name="mine").set_theme("no such theme")
    with pytest.raises(ConfigError, match="no such theme"):
        app.run()

    late_calls: tuple[Callable[[], object], ...] = (
        lambda: app.set_folders("other"),
        lambda: app.register_theme(THEME, name="x"),
        lambda: app.set_welcome("Hi"),
        lambda: app.register_widget(object, slot="panel"),
        lambda: app.set_resume_command("x"),
    )
    for late in late_calls:
        with pytest.raises(LifecycleError, match="after run"):
            late()


def test_a_short_id_is_looked_up_before_the_screen_opens(tmp_path: Path) -> None:
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")
    whole, short = "a" * 32, "b" * 8

    assert whole_stored_id(plan_of(AgentTui().set_session(whole)), lambda: store) == whole
    with pytest.raises(SessionNotFound):
        whole_stored_id(plan_of(AgentTui().set_session(short)), lambda: store)


def test_without_a_model_a_host_names_no_command_of_ours() -> None:
    assert "agent-tui" in guidance("agent-tui")
    assert "agent-tui" not in guidance("my-notes")
    assert "my-notes" in guidance("my-notes")
