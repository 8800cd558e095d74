"""Results that are printed otherwise than as rows below headers: boxes, cards, lists, tables on their side."""
