"""The traceback of an error that ended the program."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

from agent_tui.config.configured_secrets import configured_secrets
from agent_tui.config.settings import Settings
from agent_tui.lifecycle.logs import start_log
from agent_tui.storage.paths import default_paths

logger = logging.getLogger(__name__)


def traceback_of(error: Exception) -> str:
    """The whole traceback, causes included."""
    return "".join(traceback.format_exception(error)).rstrip()


def log_failure(error: Exception, environ: Mapping[str, str]) -> None:
    """Write the traceback to the log file. The program's own log has been closed by now."""
    secrets = configured_secrets(Settings(), environ)
    log = start_log(default_paths(environ).log_dir, level="info", secrets=secrets)
    logger.error("The program had to stop", exc_info=error)
    log.stop()
