"""Lists of models in the shapes that servers give them."""

from __future__ import annotations

import pytest

from agent_tui.providers.openai.model_names import model_names


@pytest.mark.parametrize(
    "body",
    [
        {"object": "list", "data": [{"id": "b"}, {"id": "a"}]},
        {"models": [{"name": "b"}, {"model": "a"}]},
        {"data": [{"id": "a"}], "models": [{"name": "b"}, {"name": "a"}]},
        [{"id": "b"}, {"id": "a"}],
        ["b", "a", "a"],
        {"data": [{"id": "b"}, None, {}, {"id": 3}, "a"]},
    ],
)
def test_names_are_found_in_every_shape_sorted_and_once(body: object) -> None:
    assert model_names(body) == ("a", "b")


def test_an_empty_list_is_a_list() -> None:
    assert model_names({"data": []}) == ()


@pytest.mark.parametrize("body", [None, "x", 3, {}, {"data": None}, {"error": "no"}])
def test_anything_else_is_no_list_of_models(body: object) -> None:
    assert model_names(body) is None
