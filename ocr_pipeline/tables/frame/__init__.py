"""Where bands, panels and columns run, and which piece of which line lies where."""
