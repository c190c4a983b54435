from __future__ import annotations

import pytest
import torch

from training.speech.alignment import align
from training.speech.alphabet import BLANK_ID, encode

pytestmark = pytest.mark.unit


def _heard(path: str) -> torch.Tensor:
    """Log probabilities of frames that hear *path*, «_» being blank."""
    table = torch.full((len(path), BLANK_ID + 1), -9.0)
    for frame, letter in enumerate(path):
        table[frame, BLANK_ID if letter == "_" else encode(letter)[0]] = -0.01
    return table


def test_a_letter_lies_at_the_first_frame_that_heard_it() -> None:
    log_probs = torch.stack([_heard("_дд_а__"), _heard("ссст_оо")])
    places = align(log_probs, torch.tensor([7, 7]), [encode("да"), encode("сто")])
    assert [place.tolist() for place in places] == [[1, 4], [0, 3, 5]]


def test_frames_after_an_items_end_are_not_used() -> None:
    log_probs = torch.stack([_heard("да_______"), _heard("_____дда_")])
    places = align(log_probs, torch.tensor([3, 9]), [encode("да"), encode("да")])
    assert [place.tolist() for place in places] == [[0, 1], [5, 7]]


def test_an_item_with_more_letters_than_frames_has_no_places() -> None:
    places = align(torch.stack([_heard("___")]), torch.tensor([3]), [encode("перчатки")])
    assert places[0].size == 0


def test_silence_has_no_letters_to_place() -> None:
    assert [place.size for place in align(torch.stack([_heard("___")]), torch.tensor([3]), [[]])] == [0]
