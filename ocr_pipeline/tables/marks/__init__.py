"""Marks of abnormality that stand apart from their value: bold print, stars at the name, signs and letters beside numbers."""
