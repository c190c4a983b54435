"""Spoken Russian numbers: what is counted, what is named by a number, and what is spelled in digits."""

from nlp.numbers.cutting import cut_number
from nlp.numbers.digits import find_digit_strings
from nlp.numbers.reader import find_numbers
from nlp.numbers.spans import DigitString, NumberSpan

__all__ = ["DigitString", "NumberSpan", "cut_number", "find_digit_strings", "find_numbers"]
