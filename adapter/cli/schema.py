"""``scan2fhir schema``: the JSON Schema of report.json and the documented list of reasons."""

from __future__ import annotations

import dataclasses
import json
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import typer

from ocr_pipeline.report import REASONS, SCHEMA_VERSION, Reason, Report, Result, Section


def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of report.json; ``$defs.Reason`` explains every reason.

    Example:  scan2fhir schema > report.schema.json
    """
    typer.echo(json.dumps(report_schema(), indent=2, ensure_ascii=False))


def report_schema() -> dict[str, Any]:
    """The schema, derived from the data model itself so that the two cannot part."""
    definitions: dict[str, Any] = {
        "Reason": {"oneOf": [{"const": reason.value, "description": REASONS[reason]} for reason in Reason]}
    }
    body = _object(Report, definitions)
    body["properties"] = {"schema_version": {"const": SCHEMA_VERSION}, **body["properties"]}
    body["required"] = ["schema_version", *body["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scan2fhir report.json",
        **body,
        "$defs": definitions,
    }


def _object(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties = {f.name: _type(hints[f.name], definitions) for f in dataclasses.fields(cls)}
    if cls in (Report, Result, Section):
        properties["needs_review"] = {"type": "boolean"}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Reason:
        return {"$ref": "#/$defs/Reason"}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_type(a, definitions) for a in arguments]}
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": _type(arguments[0], definitions)}
        return {"type": "array", "prefixItems": [_type(a, definitions) for a in arguments], "items": False}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}[hint]}
