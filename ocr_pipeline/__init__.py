"""Bytes of a photographed report in, a checked ``Report`` out."""
