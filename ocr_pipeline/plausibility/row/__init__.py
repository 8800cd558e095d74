"""Within a row.

``within`` is the order of the checks: what the eye was unsure of (``characters``), what number, unit, interval and mark say of each other
(``sizes``, ``intervals``, ``dash_lost``), and values that are words or signs (``words``).
"""
