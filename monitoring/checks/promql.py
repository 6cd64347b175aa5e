"""Which metrics and labels an expression names. Prometheus itself judges the grammar (expressions.py)."""

import re

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|\[[^\]]*\]|[A-Za-z_:][\w:]*|\d[\w.]*|[=!]=|[=!]~|\S')
GROUPING = {"by", "without", "on", "ignoring", "group_left", "group_right"}
WORDS = {"and", "or", "unless", "offset", "bool", "inf", "nan"}


def selectors(expression):
    """(metric, labels that its selector names) of each."""
    return [(name, labels) for name, labels in _walk(expression) if name]


def grouping_labels(expression):
    return {label for name, labels in _walk(expression) if not name for label in labels}


def _walk(expression):
    tokens = TOKEN.findall(expression)
    i = 0
    while i < len(tokens):
        token = tokens[i]
        after = tokens[i + 1] if i + 1 < len(tokens) else ""
        if token in GROUPING:
            i += 1
            labels = set()
            if after == "(":
                end = tokens.index(")", i)
                labels = {one for one in tokens[i + 1 : end] if one != ","}
                i = end + 1
            yield "", labels
        elif re.match(r"[A-Za-z_:]", token) and token not in WORDS and after != "(" and after not in GROUPING:
            labels = set()
            i += 1
            if after == "{":
                end = tokens.index("}", i)
                inside = tokens[i + 1 : end]
                labels = {one for one, sign in zip(inside, inside[1:]) if sign in ("=", "!=", "=~", "!~")}
                i = end + 1
            yield token, labels
        else:
            i += 1
