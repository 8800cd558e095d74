"""What the reader of values writes: its classes, and how print is spelled in them."""

from __future__ import annotations

BLANK = 0  #: class index of the CTC blank
FOREIGN = "?"  #: any character that is none of the others
CHARS = "0123456789.,:-+±<>≤≥=↑↓*()/^×~%°‰'" + "ABCDEFGHIKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzµ" + FOREIGN
HEIGHT = 32  #: pixels of a strip
STEP = 4  #: pixels of a strip per time step
WIDTHS = (64, 96, 128, 160, 224, 320)  #: strips are padded with paper to one of these

#: exponents that units of reports use: 10^3/uL, 10^6/mL, 10^9/L, 10^12/L
EXPONENTS = frozenset({"3", "6", "9", "12"})
#: raised digits are spelled with a caret in front of the first
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
_SAME = {
    **dict.fromkeys("－–−‐—﹣", "-"), **dict.fromkeys("＋﹢", "+"), **dict.fromkeys("＜〈", "<"),
    **dict.fromkeys("＞〉", ">"), **dict.fromkeys("＊∗★", "*"), **dict.fromkeys("✕", "×"), **dict.fromkeys("～∼˜", "~"),
    **dict.fromkeys("（", "("), **dict.fromkeys("）", ")"), "μ": "µ", "％": "%", "：": ":", "．": ".", "，": ",", "／": "/",
    "⬆": "↑", "⬇": "↓", "⇧": "↑", "⇩": "↓", "º": "°", "℃": "°C", "’": "'", "＝": "=", "⩽": "≤", "⩾": "≥",
}  # fmt: skip


def spelled(text: str) -> str:
    """``text`` in the reader's characters: no spaces, one form a sign, ``10⁹`` as ``10^9``, ``?`` for what is foreign."""
    out, raised = "", False
    for char in text:
        if char.isspace():
            continue
        if char in RAISED:
            out += ("" if raised else "^") + RAISED[char]
            raised = True
            continue
        raised = False
        half = chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char  # full-width Latin
        for one in _SAME.get(half, half):
            out += one if one in CHARS else FOREIGN
    return out
