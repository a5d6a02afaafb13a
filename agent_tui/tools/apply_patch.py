"""The tool apply_patch: a unified diff over several files, all of them or none."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.permissions import Access, PathAccess, PathLevel
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.file_memory import FileMemory, Fingerprint
from agent_tui.tools.files.missing_file import FileMissing, missing_file
from agent_tui.tools.files.patches.file_patch import FilePatch
from agent_tui.tools.files.patches.parse_patch import parse_patch
from agent_tui.tools.files.patches.patch_report import PatchReport
from agent_tui.tools.files.patches.plan_patch import PatchTarget, PlannedFile, planned
from agent_tui.tools.files.patches.write_plan import write_plan
from agent_tui.tools.files.target import Target, absolute_path, permitted_target
from agent_tui.tools.files.worker_threads import in_thread
from agent_tui.tools.typed_tool import TypedTool


class ApplyPatchArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    patch: Annotated[
        str,
        Meta(
            description='A unified diff: "--- a/path", "+++ b/path", "@@ -1,3 +1,4 @@", lines that '
            'start with a space, "-" or "+". /dev/null stands for a file that does not exist. '
            '"rename from" and "rename to" after "diff --git" rename. Paths start at the current '
            "folder."
        ),
    ]


class ApplyPatch(TypedTool[ApplyPatchArguments]):
    """Checks every hunk of every file before it writes the first."""

    name = "apply_patch"
    description = (
        "Apply a unified diff to one or several files: change, create, delete, rename. When one "
        "hunk does not fit, nothing is changed. Lines that stay must match the file exactly; line "
        "numbers may be off. Files must have been read before in this session."
    )
    arguments_type = ApplyPatchArguments

    def parsed(self, arguments: str) -> ApplyPatchArguments:
        """See `Tool`."""
        parsed = super().parsed(arguments)
        parse_patch(parsed.patch)
        return parsed

    def summary(self, arguments: ApplyPatchArguments) -> str:
        """See `Tool`."""
        names = _names(parse_patch(arguments.patch))
        more = f" and {len(names) - 2} more files" if len(names) > 3 else ""
        return f"Patch {', '.join(names[: 2 if more else 3])}{more}"

    def accesses(self, arguments: ApplyPatchArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return tuple(
            PathAccess(path=absolute_path(name, cwd), level=PathLevel.WRITE)
            for name in _names(parse_patch(arguments.patch))
        )

    async def preview(self, arguments: ApplyPatchArguments, context: ToolContext) -> str:
        """See `Tool`."""
        try:
            files = _targets(arguments, context, PathLevel.READ)
            known = _known(files, context)
            return await in_thread(lambda: PatchReport(planned(files, known)).diff, is_reading=True)
        except ToolError:
            return ""

    async def run(self, arguments: ApplyPatchArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        files = _targets(arguments, context, PathLevel.WRITE)
        known = _known(files, context)
        try:
            plan, result = await in_thread(lambda: _prepared(files, known), is_reading=True)
        except FileMissing as error:
            raise await missing_file(context, error.target) from error
        async with context.changing(*map(_coming_change, plan)):
            if _targets(arguments, context, PathLevel.WRITE) != files:
                raise ToolError("A file of the patch was exchanged meanwhile; nothing was written.")
            written = await in_thread(lambda: write_plan(plan), is_reading=False)
        _remember(plan, written, context.state(FileMemory))
        return result


def _names(files: tuple[FilePatch, ...]) -> tuple[str, ...]:
    names = (name for file in files for name in (file.old, file.new) if name)
    return tuple(dict.fromkeys(names))


def _targets(
    arguments: ApplyPatchArguments, context: ToolContext, level: PathLevel
) -> list[PatchTarget]:
    def target(name: str) -> Target | None:
        return permitted_target(context, name, level) if name else None

    return [
        PatchTarget(
            patch=file,
            old=target(file.old),
            new=target(file.new),
            old_path=absolute_path(file.old, context.cwd) if file.old else "",
        )
        for file in parse_patch(arguments.patch)
    ]


def _known(files: list[PatchTarget], context: ToolContext) -> dict[str, Fingerprint]:
    memory = context.state(FileMemory)
    known: dict[str, Fingerprint] = {}
    for file in files:
        if file.old is not None and (fingerprint := memory.known(file.old.path)) is not None:
            known[file.old.path] = fingerprint
    return known


def _remember(
    plan: list[PlannedFile], written: dict[str, Fingerprint | None], memory: FileMemory
) -> None:
    # What was renamed unseen is still unseen.
    seen = [file for file in plan if not file.origin or memory.known(file.origin) is not None]
    for file in plan:
        fingerprint = written[file.target.path]
        if fingerprint is None or file not in seen:
            memory.forget_file(file.target.path)
        else:
            memory.remember(file.target.path, fingerprint)


def _coming_change(file: PlannedFile) -> ComingChange:
    is_removal = file.content is None
    return ComingChange(path=file.target.path, content=file.content, is_removal=is_removal)


def _prepared(
    files: list[PatchTarget], known: dict[str, Fingerprint]
) -> tuple[list[PlannedFile], ToolResult]:
    plan = planned(files, known)
    report = PatchReport(plan)
    return plan, ToolResult(text=report.text, diff=report.diff)
