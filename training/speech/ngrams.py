"""The word model beside the network: counts of words, pairs and triples in what callers say.

Half of the text teaches the network too (``text``); the other half are whole orders (``requests``), in which words
follow each other as people say them. ``python -m training.speech.ngrams DICTIONARY FOLDER`` writes the model into a
folder that the recipe exported; the recipe itself does so after each export.
"""

from __future__ import annotations

import sys
from itertools import chain, islice
from pathlib import Path

from asr.language import count_ngrams, write_ngrams
from training.speech.alphabet import fold
from training.speech.requests import orders
from training.speech.text import sentences
from training.speech.words import read_dictionary

SEED = 424_242  # no shard of the corpus has it
SENTENCES = 500_000
LEAST = 4  # times seen: rarer ones cost loading time and gained nothing


def write_word_model(dictionary: Path, folder: Path, count: int = SENTENCES) -> None:
    """Write ``ngrams.txt.gz`` of *count* generated sentences into *folder*; the same bytes each time."""
    words = read_dictionary(dictionary)
    said = chain(islice(sentences(SEED, words), count // 2), islice(orders(SEED, words), count - count // 2))
    write_ngrams(folder, count_ngrams((fold(sentence) for sentence in said), least=LEAST))


if __name__ == "__main__":
    write_word_model(Path(sys.argv[1]), Path(sys.argv[2]))
