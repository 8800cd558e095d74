"""A circuit breaker for one server: after some failures in a row it is left alone, then probed by one request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from adapter.metrics import EHR_OPEN


class Breaker:
    """Closed until ``threshold`` failures in a row; then open for 1, 2, 4 ... ``longest`` seconds between probes."""

    def __init__(self, threshold: int = 5, longest: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.threshold = threshold
        self.longest = longest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = 1.0
        self._until = 0.0
        self._probing_since: float | None = None
        self.on_close: Callable[[], None] = lambda: None

    @property
    def is_open(self) -> bool:
        return self._failures >= self.threshold

    def wait(self) -> float:
        """Seconds until the next request may be sent; 0 when one may be sent now."""
        with self._lock:
            if not self.is_open:
                return 0.0
            now = self._clock()
            # A probe whose outcome never came back (its thread died) must not keep the circuit open for ever.
            if self._probing_since is not None and now - self._probing_since < 60:
                return 1.0
            return max(0.0, self._until - now)

    def enter(self) -> float:
        """Asks to send a request: 0 means go ahead (as the probe, when open), else the seconds to wait."""
        wait = self.wait()
        if wait == 0.0:
            with self._lock:
                if self.is_open:
                    if self._probing_since is not None and self._clock() - self._probing_since < 60:
                        return 1.0
                    self._probing_since = self._clock()
        return wait

    def succeeded(self) -> None:
        with self._lock:
            closing = self.is_open
            self._failures, self._pause, self._probing_since = 0, 1.0, None
        if closing:
            EHR_OPEN.set(0)
            self.on_close()

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._probing_since = None
            if self.is_open:
                self._until = self._clock() + self._pause
                self._pause = min(self._pause * 2, self.longest)
                EHR_OPEN.set(1)
