"""The adapter: everything that talks to the world (EHR, queue, people)."""
