"""Headings of the Romance languages whose first word says what they head and the next what was examined: ``Hallazgos
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
