"""The EHR as we see it: a FHIR server with limits, credentials, failures and versions."""
