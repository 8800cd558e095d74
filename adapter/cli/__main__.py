"""``python -m adapter.cli`` is ``scan2fhir``."""

from adapter.cli import main

main()
