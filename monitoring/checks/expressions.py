"""Every expression is one that Prometheus parses, about metrics and labels that exist."""

import json
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request

import promql

# What Prometheus adds to every series, and to a histogram's.
OF_PROMETHEUS = {"job", "instance", "le"}


def contract(tree):
    """metric → labels, from the table of docs/metrics.md."""
    metrics = {}
    for line in tree.text("docs/metrics.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) >= 4:
            labels = set(re.findall(r"\w+", cells[2]))
            for name in re.findall(r"`(\w+)`", cells[0]):
                metrics[name] = labels
    return metrics


def exporters(tree):
    lines = tree.text("tests/monitoring/exporter-metrics.txt").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def check_parsed(tree):
    every = list(tree.expressions())
    rules = [{"record": f"check:{i}", "expr": expression} for i, (_, expression) in enumerate(every)]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        json.dump({"groups": [{"name": "expressions", "rules": rules}]}, file)  # JSON is YAML
        file.flush()
        ran = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True, timeout=60)
    if ran.returncode != 0:
        for number, why in re.findall(r'rule (\d+), "[^"]*": (.*)', ran.stderr) or [("1", ran.stderr.strip())]:
            yield f"{every[int(number) - 1][0]}: Prometheus does not parse it: {why}"


def check_metrics(tree):
    ours, theirs = contract(tree), exporters(tree)
    for where, expression in tree.expressions():
        selected = promql.selectors(expression)
        if not selected:
            yield f"{where}: names no metric"
        known = set(OF_PROMETHEUS)
        for name, labels in selected:
            base = name if name in ours else re.sub(r"_(bucket|count|sum)$", "", name)
            if base in ours:
                known |= ours[base]
                for label in sorted(labels - ours[base] - OF_PROMETHEUS):
                    yield f"{where}: {name} has no label '{label}' (docs/metrics.md)"
            elif name not in theirs:
                yield f"{where}: nobody exports {name}"
        if all(name in ours or re.sub(r"_(bucket|count|sum)$", "", name) in ours for name, _ in selected):
            for label in sorted(promql.grouping_labels(expression) - known):
                yield f"{where}: groups by '{label}', which none of its metrics has"
    used = {name for _, expression in tree.expressions() for name, _ in promql.selectors(expression)}
    for name in sorted(theirs - used):
        yield f"exporter-metrics.txt: nothing uses {name}"


def ask(prometheus, path, **query):
    url = f"{prometheus.rstrip('/')}{path}?{urllib.parse.urlencode(query, doseq=True)}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)["data"]


def check_live(tree, prometheus):
    """A running Prometheus has every metric, with the labels that are named."""
    wanted = {}
    for where, expression in tree.expressions():
        for name, labels in promql.selectors(expression):
            wanted.setdefault(name, (where, set()))[1].update(labels)
    for name, (where, labels) in sorted(wanted.items()):
        series = ask(prometheus, "/api/v1/series", **{"match[]": name})
        if not series:
            yield f"{where}: {name} is not in {prometheus}"
            continue
        for label in sorted(labels - {key for one in series for key in one}):
            yield f"{where}: {name} has no label '{label}' in {prometheus}"
