"""What the links of a chain of classes derive from, when only the last one is mounted.

Textual looks through every attribute and binding of each of its classes when the class is made: a
quarter to more than half of a millisecond, paid before the first picture. A part is a plain class;
the last of the chain derives from Textual's, too:

    class SearchScreen(ScreenPart): ...
    class ChatScreen(SearchScreen, Screen[None]): ...

Handlers and actions are found in parts by their names. `BINDINGS`, `DEFAULT_CSS`,
`COMPONENT_CLASSES`, reactives' `compute_*` and `@on` are not: they belong into the last class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widgets import TextArea

    AppPart = App[int]
    ScreenPart = Screen[None]
    TextAreaPart = TextArea
else:
    AppPart = ScreenPart = TextAreaPart = object
