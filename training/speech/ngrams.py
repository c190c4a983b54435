"""The word model beside the network: counts of words and pairs in the text that the network was trained on.

``python -m training.speech.ngrams DICTIONARY FOLDER`` writes it into a folder that the recipe exported.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from asr.language import count_ngrams, write_ngrams
from training.speech.alphabet import fold
from training.speech.text import sentences
from training.speech.words import read_dictionary

SEED = 424_242  # no shard of the corpus has it
SENTENCES = 200_000


def write_word_model(dictionary: Path, folder: Path, count: int = SENTENCES) -> None:
    """Write ``ngrams.txt.gz`` of *count* generated sentences into *folder*; the same bytes each time."""
    said = islice(sentences(SEED, read_dictionary(dictionary)), count)
    write_ngrams(folder, count_ngrams(fold(sentence) for sentence in said))


if __name__ == "__main__":
    write_word_model(Path(sys.argv[1]), Path(sys.argv[2]))
