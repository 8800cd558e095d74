"""What a printed name is worth.

``known`` has the names of laboratories as keys (of the terminology table; ``uncoded``, ``uncoded_latin`` and
``measured_names`` what has no code), ``standing`` says how a printed name stands to them (``alike`` and ``holes`` how print is misread),
``naming`` what that and the eye's doubt say of a row, and ``nearest`` which known name a hardly legible one is.
"""
