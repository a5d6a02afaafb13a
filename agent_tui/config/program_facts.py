"""What the screen can tell about the program: its settings, their origins, its files."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from agent_tui.config.origins import Origin
from agent_tui.config.settings import Settings


class ProgramFacts(Struct, frozen=True, kw_only=True):
    """For `/config`, `/doctor` and `/logs`.

    origins: by setting; what is not in it has its default. settings_file: the user's own, whether
    it exists or not. data_folder: where sessions are kept. log_file: the newest. All three are
    absolute, "" where there is none. is_provider_brought: the host has set one, the settings do not
    count.
    """

    settings: Settings = field(default_factory=Settings)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    settings_file: str = ""
    data_folder: str = ""
    log_file: str = ""
    is_provider_brought: bool = False
