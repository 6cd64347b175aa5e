#!/usr/bin/env python3
"""Validates responses of a running server against the contract that it serves.

Reads JSON from standard input: {"contract": …, "responses": [{"method", "route", "status", "type", "body"}, …]}.
Prints what does not fit, a line each, and exits with 1. An object is taken to have the properties that are documented
and no others, so that a field that nobody wrote down is found as well as one that is missing.
"""
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker


def resolve(contract, thing):
    while isinstance(thing, dict) and "$ref" in thing:
        target = contract
        for step in thing["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        thing = target
    return thing


def closed(contract, schema):
    """The schema without references, allOf put together, and its objects closed."""
    schema = resolve(contract, schema)
    if not isinstance(schema, dict):
        return schema
    if "allOf" in schema:
        whole = {"type": "object", "properties": {}, "required": []}
        for part in schema["allOf"]:
            part = resolve(contract, part)
            whole["properties"].update(part.get("properties", {}))
            whole["required"] += part.get("required", [])
        schema = whole
    out = dict(schema)
    if "properties" in schema:
        out["properties"] = {name: closed(contract, of) for name, of in schema["properties"].items()}
        out.setdefault("additionalProperties", False)
    if "items" in schema:
        out["items"] = closed(contract, schema["items"])
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            out[choice] = [closed(contract, of) for of in schema[choice]]
    return out


def faults(contract, response):
    operation = contract["paths"].get(response["route"], {}).get(response["method"].lower())
    if operation is None:
        return ["is not in the contract"]
    documented = operation["responses"]
    answer = resolve(contract, documented.get(str(response["status"]), documented.get("default")))
    if answer is None:
        return ["has no such status in the contract"]
    media = answer.get("content", {}).get(response["type"])
    if media is None:
        return [f"has no {response['type']} in the contract"]
    if not response["type"].endswith("json"):
        return []
    validator = Draft202012Validator(closed(contract, media["schema"]), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(json.loads(response["body"]))]


def main():
    given = json.load(sys.stdin)
    found = [
        f"{response['method']} {response['route']} {response['status']}: {fault}"
        for response in given["responses"]
        for fault in faults(given["contract"], response)
    ]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
