"""The files in monitoring/: valid, laid out without overlaps, and about metrics that exist."""

import json
import os
import re
import subprocess
import tempfile
import unittest

SOURCE = os.environ["VIGIE_SOURCE"]
DASHBOARDS = os.path.join(SOURCE, "monitoring/grafana/dashboards")
# Names in an expression that are no metrics: what PromQL itself has.
PROMQL_WORDS = set(
    """sum avg max min count rate increase by on and or le without histogram_quantile vector scalar round mode model
    method endpoint status type datname state job topk clamp_min clamp_max max_over_time ignoring group_left offset
    unless bool instance""".split()
)
# The design's panels (§7). A renamed one is a broken link in an alert or in someone's habit.
WANTED = {
    "ai-api": {
        "Request Rate", "Response Time (p95)", "Error Rate", "Active Connections", "CPU Usage", "Memory Usage",
        "OpenAI Requests Rate", "OpenAI Response Time (p95)", "Time to First Token", "Tokens and Cost",
        "FAISS Search Duration (p95)", "Chatbot Conversations", "Chatbot Messages",
    },
    "postgresql": {"Active Connections", "Database Size", "Transactions per Second", "Cache Hit Ratio"},
}  # fmt: skip


def dashboards():
    for name in sorted(os.listdir(DASHBOARDS)):
        with open(os.path.join(DASHBOARDS, name), encoding="utf-8") as file:
            yield name, json.load(file)


def expressions():
    """(where, expression) of every query, with Grafana's variables filled in."""
    for name, dashboard in dashboards():
        for panel in dashboard["panels"]:
            for target in panel["targets"]:
                filled = target["expr"].replace("$__rate_interval", "1m").replace("$__range", "1h")
                yield f"{name}: {panel['title']} {target['refId']}", filled


def metrics_of(expression):
    bare = re.sub(r'"[^"]*"', "", expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\b(by|on|without|ignoring) \([^)]*\)", "", bare)
    return set(re.findall(r"[a-z][A-Za-z0-9_]+", bare)) - PROMQL_WORDS


def known_metrics():
    """The contract's names (docs/metrics.md) and what the exporters were seen to give."""
    with open(os.path.join(SOURCE, "docs/metrics.md"), encoding="utf-8") as file:
        ours = set(re.findall(r"`([a-z][a-z0-9_]+)`", file.read()))
    with open(os.path.join(SOURCE, "tests/monitoring/exporter-metrics.txt"), encoding="utf-8") as file:
        theirs = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    return ours, theirs


class MonitoringTest(unittest.TestCase):
    def promtool(self, *arguments):
        ran = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_prometheus_accepts_its_configuration(self):
        self.promtool("check", "config", os.path.join(SOURCE, "monitoring/prometheus/prometheus.yml"))

    def test_dashboards_are_the_designs(self):
        found = {dashboard["uid"]: dashboard for _, dashboard in dashboards()}
        for uid, titles in WANTED.items():
            self.assertIn(uid, found)
            self.assertLessEqual(titles, {panel["title"] for panel in found[uid]["panels"]}, uid)
        self.assertEqual(found["ai-api"]["title"], "AI API Monitoring")
        self.assertEqual(found["postgresql"]["title"], "PostgreSQL Monitoring")

    def test_every_panel_is_complete(self):
        for name, dashboard in dashboards():
            ids = [panel["id"] for panel in dashboard["panels"]]
            self.assertEqual(len(ids), len(set(ids)), f"{name}: a panel's id is used twice")
            self.assertEqual((dashboard["refresh"], dashboard["timezone"]), ("5s", "browser"), name)
            for panel in dashboard["panels"]:
                where = f"{name}: {panel['title']}"
                self.assertTrue(panel["description"].endswith("."), f"{where}: no description")
                self.assertTrue(panel["fieldConfig"]["defaults"]["unit"], f"{where}: no unit")
                self.assertEqual(panel["datasource"], {"type": "prometheus", "uid": "prometheus"}, where)
                self.assertIn(panel["type"], {"timeseries", "stat"}, where)
                self.assertIsNone(panel["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["value"], where)
                for target in panel["targets"]:
                    self.assertTrue(target["legendFormat"], f"{where}: a query has no legend")

    def test_no_panels_overlap(self):
        for name, dashboard in dashboards():
            taken = {}
            for panel in dashboard["panels"]:
                grid = panel["gridPos"]
                self.assertLessEqual(grid["x"] + grid["w"], 24, f"{name}: {panel['title']} is too wide")
                for x in range(grid["x"], grid["x"] + grid["w"]):
                    for y in range(grid["y"], grid["y"] + grid["h"]):
                        other = taken.setdefault((x, y), panel["title"])
                        self.assertEqual(other, panel["title"], f"{name}: two panels at {x},{y}")

    def test_prometheus_parses_every_expression(self):
        rules = [{"record": f"check:{i}", "expr": expr} for i, (_, expr) in enumerate(expressions())]
        self.assertGreater(len(rules), 30)
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            json.dump({"groups": [{"name": "dashboards", "rules": rules}]}, file)  # JSON is YAML
            file.flush()
            self.promtool("check", "rules", file.name)

    def test_every_metric_exists(self):
        ours, theirs = known_metrics()
        for where, expression in expressions():
            names = metrics_of(expression)
            self.assertTrue(names, where)
            for name in names:
                base = re.sub(r"_(bucket|count|sum)$", "", name)
                self.assertTrue({name, base} & (ours | theirs), f"{where}: nobody exports {name}")

    def test_the_list_of_exporters_names_no_metric_that_nothing_uses(self):
        _, theirs = known_metrics()
        used = set().union(*(metrics_of(expression) for _, expression in expressions()))
        self.assertLessEqual(theirs, used)


if __name__ == "__main__":
    unittest.main()
