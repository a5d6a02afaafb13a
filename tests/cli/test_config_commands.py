"""`agent-tui config`: path, show, init, check, trust."""

from __future__ import annotations

import json
import stat

import pytest

from tests.cli.conftest import Program


def _shown(program: Program, *argv: str) -> dict[str, tuple[object, str]]:
    rows = json.loads(program.call(*argv, "config", "show", "--json").out)
    return {row["name"]: (row["value"], row["origin"]) for row in rows}


def test_show_names_value_and_origin_of_each_setting(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.write(program.user_file, 'layout = "minimal"\n[profiles.w]\nmodel = "m"')
    monkeypatch.setenv("AGENT_TUI_THEME", "t")

    shown = _shown(program, "--max-turns", "7")

    assert shown["layout"] == ("minimal", str(program.user_file))
    assert shown["theme"] == ("t", "environment AGENT_TUI_THEME")
    assert shown["max_iterations"] == (7, "command line")
    assert shown["mouse"] == (True, "default")
    assert shown["profiles.w.model"] == ("m", str(program.user_file))
    assert shown["profiles.w.provider"] == ("", "default")


def test_show_hides_keys_and_whatever_may_be_one(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.write(
        program.user_file,
        'api_key = "sk-1"\n[profiles.w]\napi_key = "sk-2"\nheaders = { X-Key = "sk-3" }\n'
        '[providers.p]\nbase_url = "http://p/v1"\nquery = { key = "sk-4" }',
    )
    monkeypatch.setenv("OPENAI_API_KEY", "sk-5")

    ran = program.call("config", "show")

    assert ran.code == 0
    assert "sk-" not in ran.out + ran.err
    assert 'api_key                       "(set)"' in ran.out


def test_show_tells_which_endpoint_comes_of_the_settings(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")

    shown = _shown(program, "-m", "gpt-x")

    assert shown["endpoint.provider"][0] == "openai"
    assert shown["endpoint.model"][0] == "gpt-x"
    assert shown["endpoint.key"][0] == "(set, from OPENAI_API_KEY)"


def test_show_shows_the_settings_even_when_no_endpoint_comes_of_them(program: Program) -> None:
    ran = program.call("--provider", "groq", "config", "show")

    assert ran.code == 0
    assert '"groq"' in ran.out
    assert "GROQ_API_KEY" in ran.err


def test_check_reports_a_wrong_file_with_line_and_column(program: Program) -> None:
    program.write(program.user_file, '\nmodle = "x"\n')

    ran = program.call("config", "check")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{program.user_file}:2:1: Unknown setting modle. Did you mean model?\n"


def test_check_says_that_all_is_well(program: Program) -> None:
    program.write(program.user_file, 'provider = "demo"')

    ran = program.call("config", "check")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "The settings are right. Files: 1. Provider: demo.\n"


def test_init_writes_a_private_file_that_checks_and_never_overwrites(program: Program) -> None:
    assert program.call("config", "init").out == f"{program.user_file}\n"
    assert stat.S_IMODE(program.user_file.stat().st_mode) == 0o600
    assert program.call("config", "check").code == 0
    program.user_file.write_text("# mine")

    again = program.call("config", "init")

    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err
    assert program.user_file.read_text() == "# mine"


def test_init_explains_a_folder_that_cannot_be_made(program: Program) -> None:
    program.config_dir.write_text("in the way")

    ran = program.call("config", "init")

    assert ran.code == 2
    assert str(program.user_file) in ran.err


def test_path_lists_the_files_and_whether_they_are_used(program: Program) -> None:
    program.write(program.project_file, "")

    rows = json.loads(program.call("config", "path", "--json").out)

    assert rows[:2] == [
        {"kind": "user file", "path": str(program.user_file), "state": "missing"},
        {"kind": "project file", "path": str(program.project_file), "state": "not trusted"},
    ]
    assert (
        f"project file  not trusted  {program.project_file}" in program.call("config", "path").out
    )
    assert [row["kind"] for row in rows[2:]] == ["data folder", "logs"]
    assert (rows[2]["path"], rows[3]["path"]) == (str(program.data_dir), str(program.log_dir))


def test_a_project_file_counts_from_trust_until_it_changes(program: Program) -> None:
    program.write(program.project_file, 'theme = "p"')
    assert _shown(program)["theme"][1] == "default"

    assert program.call("config", "trust").code == 0
    assert _shown(program)["theme"] == ("p", str(program.project_file))

    program.write(program.project_file, 'theme = "q"')
    ran = program.call("config", "show")
    assert "is not used until you trust it: agent-tui config trust" in ran.err
    assert '"auto"' in ran.out


def test_trust_without_project_settings_is_an_error(program: Program) -> None:
    ran = program.call("config", "trust")

    assert ran.code == 2
    assert "There are no project settings" in ran.err


def test_trust_names_what_it_trusts_and_keeps_the_list_private(program: Program) -> None:
    program.write(program.project_file, "")

    ran = program.call("config", "trust")

    assert ran.err == f"Trusted as it is now: {program.project_file}\n"
    assert stat.S_IMODE((program.data_dir / "trusted.json").stat().st_mode) == 0o600
