"""What the adapter raises: one clear sentence with the next step, and the exit status of the command that shows it."""

from __future__ import annotations


class AdapterError(Exception):
    """A sentence for the person who sees it. ``exit_status`` is what the command line ends with."""

    exit_status = 1


class SettingsError(AdapterError):
    """A setting is missing, contradictory or not allowed."""

    exit_status = 2


class AlreadyRunningError(AdapterError):
    """Another process works on the same data folder."""

    exit_status = 3


class StorageError(AdapterError):
    """The inbox's database cannot be used (gone, locked, full, of another version)."""

    exit_status = 4


class NotFoundError(AdapterError):
    """No such document in the inbox."""
