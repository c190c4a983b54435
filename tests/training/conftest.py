"""What the tests of the speech recipe share."""

from __future__ import annotations

import pytest

from training.speech.words import Dictionary


@pytest.fixture
def dictionary() -> Dictionary:
    """Return a dictionary of a dozen words: sampling the real one takes most of a minute."""
    return Dictionary(
        words=("вьюга", "шестерня", "перекатываясь", "бурого", "ковшами"),
        surnames=("щукина", "дзюбой"),
        places=("вышневолоцк", "шую"),
        names=("авдотья", "клим"),
        patronymics=("лукич", "фомична"),
        unheard=("тягач", "мглою"),
        unheard_surnames=("бряк",),
    )
