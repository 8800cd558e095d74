"""Headings with more than their own words.

Those in two languages (``超声所见 Findings``), and those of the Romance languages whose first word says what they head and the next what was examined: ``Hallazgos
colposcópicos``, ``Reperti tomografici``, ``Résultats échographiques``."""

from __future__ import annotations

import re

_NOUN = re.compile(
    r"(?P<noun>hallazgos?|impresion|diagnostico|conclusion(?:es)?|tecnica|descripcion|informe|reperti|reperto|referto|descrizione|conclusioni|diagnosi|impressioni|resultats?|conclusions?|description|diagnostic|constatations)"
    r"\s[a-z]{3,18}(?:ic[oaie]s?|ich[ei]|iques?|al|ales|ali|ale|aux)"
)


def noun_of(folded: str) -> str:
    """The first word of such a heading in small letters without accents, empty for other text."""
    match = _NOUN.fullmatch(folded) if len(folded) <= 40 else None
    return match["noun"] if match else ""


_TWO_SCRIPTS = re.compile(r"([A-Z]{0,3}[\u4e00-\u9fff]{2,8})[\s/|(（]*([A-Za-z][A-Za-z .&-]{2,30})[)）]?")
_TURNED = re.compile(
    r"([A-Za-z][A-Za-z .&-]{2,30}?)[\s/|(（]*((?<=[\s/|(（])[A-Z]{1,3}[\u4e00-\u9fff]{2,8}|[\u4e00-\u9fff]{2,8})[)）]?"
)


def in_two_scripts(text: str) -> tuple[str, str] | None:
    """The parts of a heading in Chinese and in another language, as they are printed; None for other text."""
    match = _TWO_SCRIPTS.fullmatch(text.strip()) or _TURNED.fullmatch(text.strip())
    return (match[1], match[2]) if match else None
