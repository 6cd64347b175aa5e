"""A Prometheus filled with every metric that some dashboards name: its data is made up, its labels are what they ask for.

What a selector requires (`job="a"`, `status=~"2..|3.."`, `job=~"$job"`) and what an expression groups by becomes the labels
of its series; counters grow, gauges wave, buckets of histograms hold each other.
"""

import json
import math
import os
import re
import shutil
import socket
import subprocess
import tempfile
import urllib.request

from stack_harness import wait_for

SELECTOR = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^{}]*\})?")
MATCHER = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
GROUPING = re.compile(r"\b(?:by|on)\s*\(([^()]*)\)")
LABEL_LISTS = re.compile(r"\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^()]*\)")
REPLACED = re.compile(r'label_replace\(.*?,\s*"(\w+)",\s*"[^"]*",\s*"(\w+)"')
WORDS = set(
    "sum avg min max count stddev stdvar topk bottomk quantile group count_values and or unless bool offset by on without "
    "ignoring group_left group_right inf nan le".split()
)
BUCKETS = ["0.005", "0.025", "0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf"]
# How much of all is at or below each of them.
SHARES = [0.02, 0.08, 0.22, 0.45, 0.7, 0.88, 0.96, 0.99, 1.0]
STEP = 15


def panels_of(dashboard):
    dashboard = dashboard.get("dashboard", dashboard.get("spec", dashboard))
    queue = list(dashboard.get("panels", []))
    for row in dashboard.get("rows", []):
        queue += row.get("panels", [])
    while queue:
        panel = queue.pop(0)
        queue += panel.get("panels", [])
        yield panel


def expressions_of(dashboard):
    """(expression, label that is asked for by name)"""
    for panel in panels_of(dashboard):
        for target in panel.get("targets", []):
            if target.get("expr"):
                yield target["expr"], None
    inner = dashboard.get("dashboard", dashboard)
    for variable in inner.get("templating", {}).get("list", []):
        query = variable.get("query")
        query = query.get("query", "") if isinstance(query, dict) else query or ""
        match = re.match(r"label_values\((.+),\s*(\w+)\)$", query)
        if match:
            yield match.groups()


def value_for(name, op, wanted):
    """A label value that a matcher takes; nothing when it is best left out."""
    if op == "=":
        return wanted if "$" not in wanted else f"{name}-1"
    usual = f"{name}-1"
    if op == "!=":
        return usual if wanted != usual else None
    if op == "!~":
        return usual if not re.fullmatch(wanted, usual) else None
    if "$" in wanted or wanted in (".+", ".*", ""):
        return f"{name}-1"
    for candidate in wanted.split("|"):
        candidate = candidate.replace("..", "00").replace(".*", "x").replace(".+", "x").strip("()^$")
        if re.fullmatch(wanted, candidate):
            return candidate
    return None


def selectors_of(expression):
    text = LABEL_LISTS.sub(" ", re.sub(r"\[[^\[\]]*\]", " ", expression))
    text = re.sub(r'(?<![=~!])\s"(?:[^"\\]|\\.)*"|,\s*"(?:[^"\\]|\\.)*"(?=\s*[,)])', " ", text)
    for match in SELECTOR.finditer(text):
        name, braces = match.group(1), match.group(2) or ""
        after = text[match.end() :].lstrip()
        if name.lower() in WORDS or (not braces and after.startswith("(")) or text[: match.start()].rstrip().endswith("$"):
            continue
        if match.start() and (text[match.start() - 1].isdigit() or text[match.start() - 1] == "."):
            continue
        inside = text[: match.start()].count("{") > text[: match.start()].count("}")
        if not inside:
            yield name, {n: (op, v) for n, op, v in MATCHER.findall(braces)}


def series_of(dashboards):
    """metric → set of label sets (sorted tuples)."""
    series = {}
    for dashboard in dashboards:
        for expression, asked in expressions_of(dashboard):
            groups = {asked} if asked else set()
            for listed in GROUPING.findall(expression):
                groups |= {label.strip() for label in listed.split(",") if label.strip()}
            # What label_replace makes is not there before; what it reads is.
            for made, read in REPLACED.findall(expression):
                groups = (groups - {made}) | {read}
            found = []
            for name, matchers in selectors_of(expression):
                values = {label: value_for(label, op, wanted) for label, (op, wanted) in matchers.items()}
                found.append((name, matchers, {label: value for label, value in values.items() if value is not None}))
            # What one side of an operation fixes, the other must have too, or nothing matches.
            shared = {label: value for _, _, fixed in found for label, value in fixed.items()}
            for name, matchers, fixed in found + [(n, m, {**shared, **f}) for n, m, f in found if {**shared, **f} != f]:
                for copy in (1, 2):
                    labels = dict(fixed)
                    for label in groups - {"le"}:
                        labels.setdefault(label, f"{label}-{copy}" if label not in ("mode", "rating") else ("up", "down")[copy - 1])
                    labels.setdefault("instance", f"instance-{1 if 'instance' in matchers else copy}")
                    series.setdefault(name, set()).add(tuple(sorted(labels.items())))
    return series


def is_counter(name):
    return name.endswith(("_total", "_count", "_sum", "_bucket")) or "cpu_seconds" in name


def write_openmetrics(series, path, start, end):
    seed = 0
    with open(path, "w", encoding="utf-8") as file:
        for name in sorted(series):
            for labels in sorted(series[name]):
                seed += 1
                for extra in [("le", bound) for bound in BUCKETS] if name.endswith("_bucket") else [None]:
                    own = dict(labels)
                    share = 1.0
                    if extra:
                        own["le"] = extra[1]
                        share = SHARES[BUCKETS.index(extra[1])]
                    text = ",".join(f'{k}="{v}"' for k, v in sorted(own.items()))
                    for time in range(start, end, STEP):
                        wave = 1 + 0.4 * math.sin(time / 600 + seed) + 0.1 * math.sin(time / 77 + seed)
                        value = (time - start) * share * (1 + seed % 5) + 30 * wave * share if is_counter(name) else wave * (1 + seed % 7) / 4
                        file.write(f"{name}{{{text}}} {value:.6g} {time}\n")
        file.write("# EOF\n")


class FilledPrometheus:
    """A Prometheus of one test's own, from `start` to `end` (seconds, multiples of the step)."""

    def __init__(self, dashboards, start, end):
        self.folder = tempfile.mkdtemp(prefix="vigie-prometheus-")
        data = os.path.join(self.folder, "data")
        metrics = os.path.join(self.folder, "metrics.txt")
        write_openmetrics(series_of(dashboards), metrics, start, end)
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", metrics, data], check=True, stdout=subprocess.DEVNULL)
        os.remove(metrics)
        with open(os.path.join(self.folder, "prometheus.yml"), "w", encoding="utf-8") as file:
            file.write("global: {scrape_interval: 15s}\n")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={data}",
             "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("Prometheus is ready", self.is_ready)

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError("Prometheus ended at its start")
        try:
            return urllib.request.urlopen(self.url + "/-/ready", timeout=5).status == 200
        except OSError:
            return False

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)
