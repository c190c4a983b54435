"""Names, phones and ИНН as they are compared: what people write differently becomes the same."""

from __future__ import annotations

import re

_LEGAL_FORMS = frozenset(
    ("ооо", "оао", "зао", "пао", "нао", "ао", "ип", "тд", "тк", "пк", "чп", "гк", "фгуп", "муп", "гуп", "мку", "кфх")
)
_LONG_FORMS = (
    ("общество с ограниченной ответственностью", " "),
    ("индивидуальный предприниматель", " "),
    ("закрытое акционерное общество", " "),
    ("публичное акционерное общество", " "),
    ("акционерное общество", " "),
    ("торговый дом", " "),
    ("торговая компания", " "),
)
_NOT_WORD = re.compile(r"[^0-9a-zа-я]+")
_NOT_DIGIT = re.compile(r"\D+", re.ASCII)
_EXTENSION = re.compile(r"(доб|ext|#|;|,).*$", re.IGNORECASE)


def fold(text: str) -> str:
    """Return *text* in lower case, ё as е, with anything but letters and digits as one space."""
    return _NOT_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


def fold_company(name: str) -> str:
    """Return a company name as ``fold`` gives it, without its legal form; a bare legal form is kept."""
    folded = fold(name)
    short = f" {folded} "
    for form, instead in _LONG_FORMS:
        short = short.replace(f" {form} ", instead)
    words = [word for word in short.split() if word not in _LEGAL_FORMS]
    return " ".join(words) if words else folded


def phone_to_e164(text: str) -> str | None:
    """Return a phone written by a person as E.164, or ``None``. Ten digits, and eleven from 8, are Russian."""
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", text))
    if text.strip().startswith("+"):
        return f"+{digits}" if 7 <= len(digits) <= 15 and digits[0] != "0" else None
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 and digits[0] in "3489" else None
