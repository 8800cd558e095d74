"""Printed numbers as quantities of known analytes.

``analytes`` has what the checks know of each, ``units`` reads a unit as dimension and factor, ``measures`` a result as an analyte with the
interval that rounding leaves; ``usual`` and ``reporting`` hold bounds that intervals and assays can have, ``thousands`` tells grouped digits,
``unit_print`` and ``restoring`` units whose print was lost.
"""
