"""HL7 v2 over MLLP: framing and server in ``server``, one message in ``message``, its answer in ``acknowledgement``."""

from adapter.triggers.mllp.server import MllpServer, MllpSettings

__all__ = ["MllpServer", "MllpSettings"]
