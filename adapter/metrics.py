"""What Prometheus sees: counters by trigger, stage and outcome, the queue's depth and age. No labels from documents."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

RECEIVED = Counter(
    "scan2fhir_received", "Announcements by way in and outcome.", ["trigger", "outcome"], registry=REGISTRY
)
FINISHED = Counter("scan2fhir_finished", "Documents that reached an end, by state.", ["state"], registry=REGISTRY)
RETRIED = Counter("scan2fhir_retried", "Runs that will be repeated, by cause.", ["cause"], registry=REGISTRY)
STAGE_SECONDS = Histogram(
    "scan2fhir_stage_seconds",
    "Seconds a document spends in a stage.",
    ["stage"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
EHR_REQUESTS = Counter(
    "scan2fhir_ehr_requests", "Requests to the EHR by method and status class.", ["method", "status"], registry=REGISTRY
)
EHR_OPEN = Gauge("scan2fhir_ehr_circuit_open", "1 while the EHR is left alone after failures.", registry=REGISTRY)
POLLS = Counter("scan2fhir_polls", "Reconciliation polls by outcome.", ["outcome"], registry=REGISTRY)
READER_DEATHS = Counter(
    "scan2fhir_reader_deaths", "Reading processes that died or were ended, by cause.", ["cause"], registry=REGISTRY
)
QUEUE_DEPTH = Gauge("scan2fhir_queue_depth", "Documents that wait for a worker.", registry=REGISTRY)
QUEUE_AGE = Gauge("scan2fhir_queue_age_seconds", "Age of the oldest document that waits.", registry=REGISTRY)
STATES = Gauge("scan2fhir_documents", "Documents by state.", ["state"], registry=REGISTRY)
