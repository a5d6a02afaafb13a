"""The SDK without its types: lighter to load, and the same for everybody who uses it."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.providers import build_provider, warm_up
warm_up(build_provider(ProviderConfig(name="x", base_url="http://127.0.0.1:9/v1")))
assert not any("_TypesFinder" in type(finder).__name__ for finder in sys.meta_path)
"""
NO_TYPES = """
loaded = [name for name in sys.modules if name.startswith("openai.types.responses.")]
assert len(loaded) < 10, loaded
"""
SAME_NAMES = """
import openai, importlib
packages = ("openai.types", "openai.types.chat", "openai.types.responses", "openai.types.shared")
public = [
    f"{name}.{found}"
    for name in packages
    for found in dir(importlib.import_module(name))
    if not found.startswith("_")
]
print(*sorted(public), sep="\\n")
"""
BY_NAME = """
import openai, threading
from openai.types.chat import ChatCompletionChunk
from openai.types.responses.response import Response
assert openai.types.responses.Response is Response
assert openai.types.Model.__module__ == "openai.types.model"
assert openai.types.chat.chat_completion_chunk.ChatCompletionChunk is ChatCompletionChunk
assert not hasattr(openai.types, "NoSuchType")
"""
FROM_THREADS = """
import openai, threading
names = ("Model", "Batch", "FileObject", "ResponseFormatText", "Upload", "VectorStore", "Image")
start, found = threading.Barrier(len(names)), []
def look(name):
    start.wait()
    found.append(getattr(openai.types, name).__name__)
threads = [threading.Thread(target=look, args=(name,)) for name in names]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert sorted(found) == sorted(names), found
"""
TYPED_CALL = """
import openai
client = openai.OpenAI(api_key="x", base_url="http://127.0.0.1:9/v1", max_retries=0)
try:
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
except openai.APIConnectionError:
    print("refused")
"""


def run(*code: str) -> str:
    done = subprocess.run([sys.executable, "-c", "\n".join(code)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_warm_provider_has_not_loaded_the_types_of_the_sdk() -> None:
    run(LOADED, NO_TYPES)


def test_the_sdk_has_the_same_names_as_when_it_is_imported_plainly() -> None:
    assert run(LOADED, SAME_NAMES) == run("import openai", SAME_NAMES)


def test_a_type_asked_for_by_name_is_loaded_and_is_the_one_that_its_module_defines() -> None:
    run(LOADED, BY_NAME)


def test_types_may_be_asked_for_from_several_threads_at_once() -> None:
    run(LOADED, FROM_THREADS)


def test_a_host_may_use_the_typed_calls_of_the_sdk_beside_ours() -> None:
    assert run(LOADED, TYPED_CALL) == "refused\n"


def test_a_host_that_loaded_the_sdk_itself_keeps_it_as_it_is() -> None:
    run("import openai, openai.types as before", LOADED, "assert openai.types is before")
    run("import openai", LOADED, "assert '__getattr__' not in vars(openai.types)")
