from __future__ import annotations

from typing import Any

from agent_tui.protocol.finding_events import SessionsFound
from agent_tui.protocol.session_search import SearchHit, SearchProgress, Speaker
from agent_tui.protocol.sessions import SessionInfo

NOW = 1_750_000_000.0
WHOLE = SearchProgress(indexed=3, total=3)


def stored(session_id: str, title: str = "", **fields: Any) -> SessionInfo:
    values = {"cwd": "/proj", "updated": NOW - 60, "message_count": 2, **fields}
    return SessionInfo(id=session_id, title=title, **values)


def a_hit(snippet: str = "they read tokens", **fields: Any) -> SearchHit:
    values: dict[str, Any] = {
        "session_id": "s7",
        "speaker": Speaker.AGENT,
        "title": "Parsers",
        "message_id": "m1",
        "created": NOW - 3600,
        "marks": ((10, 16),),
    }
    return SearchHit(**{**values, "snippet": snippet, **fields})


def found(*hits: SearchHit, query_id: str = "q", **fields: Any) -> SessionsFound:
    return SessionsFound(query_id=query_id, hits=hits, **{"progress": WHOLE, **fields})
