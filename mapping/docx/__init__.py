"""A Report as a Word document with the report's layout restored: real tables, doubt shaded, no identity."""

from mapping.docx.document import to_docx

__all__ = ["to_docx"]
