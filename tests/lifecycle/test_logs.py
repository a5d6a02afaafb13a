from __future__ import annotations

import logging
from pathlib import Path

from agent_tui.lifecycle.logs import start_log
from agent_tui.storage.paths import LOG_FILE_NAME

logger = logging.getLogger("agent_tui.test")


def test_the_log_never_contains_a_key_not_even_inside_a_traceback(tmp_path: Path) -> None:
    log = start_log(tmp_path, level="info", secrets=["sk-very-secret"])
    try:
        raise ValueError("refused sk-very-secret")
    except ValueError:
        logger.exception("sending sk-very-secret failed")
    log.stop()

    text = (tmp_path / LOG_FILE_NAME).read_text()
    assert "sk-very-secret" not in text
    assert "ValueError: refused [hidden key]" in text


def test_the_last_record_is_in_the_file_once_the_log_is_stopped(tmp_path: Path) -> None:
    log = start_log(tmp_path, level="info")
    for number in range(500):
        logger.info("record %d", number)
    log.stop()

    assert (tmp_path / LOG_FILE_NAME).read_text().rstrip().endswith("record 499")


def test_the_log_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    start_log(tmp_path / "new", level="info").stop()

    assert (tmp_path / "new" / LOG_FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_a_problem_to_show_and_no_reason_to_stop(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")

    log = start_log(tmp_path / "file" / "logs", level="info")
    logger.info("goes to memory")
    log.stop()

    assert "Set AGENT_TUI_LOG_DIR" in log.problem


def test_details_are_left_out_at_level_info(tmp_path: Path) -> None:
    log = start_log(tmp_path, level="info")
    logger.debug("a prompt's text")
    log.stop()

    assert "prompt" not in (tmp_path / LOG_FILE_NAME).read_text()
