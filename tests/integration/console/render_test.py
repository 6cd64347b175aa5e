"""`vigie-console render` as a cron job runs it: no display, a real Prometheus, files at the end.

The Prometheus is filled with every metric that the product's dashboards name.
"""

import csv
import glob
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest

import dashboard_metrics

CONSOLE = os.path.join(os.environ["VIGIE_BIN"], "vigie-console")
SOURCE = os.environ["VIGIE_SOURCE"]
SAMPLES = os.path.join(SOURCE, "tests/integration/console/samples")
PUBLIC = os.environ.get("VIGIE_PUBLIC_DASHBOARDS", "")
END = int(time.time()) // 3600 * 3600
START = END - 2 * 3600


def dashboards():
    own = sorted(glob.glob(os.path.join(SOURCE, "monitoring/grafana/dashboards/*.json")))
    public = sorted(glob.glob(os.path.join(PUBLIC, "*.json"))) if PUBLIC else []
    return own + public + sorted(glob.glob(os.path.join(SAMPLES, "*.json")))


def png_size(path):
    with open(path, "rb") as file:
        head = file.read(24)
    assert head.startswith(b"\x89PNG"), path
    return struct.unpack(">II", head[16:24])


class RenderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prometheus = dashboard_metrics.FilledPrometheus([dashboard_metrics.load(path) for path in dashboards()], START, END)

    @classmethod
    def tearDownClass(cls):
        cls.prometheus.close()

    def setUp(self):
        self.out = tempfile.mkdtemp(prefix="vigie-render-")
        self.addCleanup(shutil.rmtree, self.out, ignore_errors=True)

    @staticmethod
    def without_display(*arguments):
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
        return subprocess.run([CONSOLE, *arguments], capture_output=True, text=True, timeout=120, env=environment)

    def render(self, dashboard, *flags, expect=0):
        done = self.without_display("render", dashboard, "--prometheus", self.prometheus.url, "--out", self.out, "--lang",
                                    "en", *flags)
        self.assertEqual(done.returncode, expect, done.stderr)
        if expect == 2:
            return done.stderr
        with open(os.path.join(self.out, "report.json"), encoding="utf-8") as file:
            return json.load(file)

    def window(self):
        return ["--from", str(START * 1000 + 1800_000), "--to", str(END * 1000 - 60_000)]

    def assert_drawn(self, report, allowed_empty=()):
        self.assertTrue(report["complete"])
        wrong = [(p["title"], p["type"], p["status"], p["message"], [t["expr"] for t in p["targets"]])
                 for p in report["panels"] if p["status"] != "drawn" and p["title"] not in allowed_empty]
        self.assertEqual(wrong, [])

    def test_draws_every_panel_of_every_dashboard(self):
        for path in dashboards():
            with self.subTest(os.path.basename(path)):
                report = self.render(path, *self.window())
                # Its `instance` asks for series whose job is the custom all value, which no series has: as in Grafana.
                self.assert_drawn(report)
                self.assertGreaterEqual(png_size(os.path.join(self.out, "dashboard.png"))[1], 900)
                for panel in report["panels"]:
                    self.assertTrue(os.path.getsize(os.path.join(self.out, panel["image"])) > 300, panel)
                    self.assertTrue(os.path.exists(os.path.join(self.out, panel["csv"])), panel)

    def test_reports_what_was_asked_and_what_came(self):
        report = self.render(os.path.join(SAMPLES, "every-panel.json"), *self.window())
        panel = next(p for p in report["panels"] if p["title"] == "Lines")
        self.assertEqual(panel["id"], 1)
        target = panel["targets"][0]
        self.assertEqual(target["refId"], "A")
        self.assertEqual(target["type"], "range")
        self.assertEqual(target["step"], 15)
        self.assertEqual(target["start"] % 15, 0)
        self.assertEqual(target["end"], (END - 60) // 15 * 15)
        self.assertIn("[1m0s]", target["expr"])
        self.assertGreater(target["points"], 100)
        with open(os.path.join(self.out, panel["csv"]), encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.assertEqual(len(rows[0]), 1 + target["series"])
        self.assertEqual(len(rows) - 1, (target["end"] - target["start"]) / 15 + 1)

    def test_fills_in_variables_and_repeats_panels(self):
        path = os.path.join(SAMPLES, "variables.json")
        report = self.render(path, *self.window())
        titles = [p["title"] for p in report["panels"]]
        self.assertIn("Up of job-1", titles)
        self.assertEqual(len([t for t in titles if t.startswith("Up of")]), len(report["variables"]["job"]["values"]))
        chosen = self.render(path, *self.window(), "--var", "job=job-1")
        self.assertEqual([p["title"] for p in chosen["panels"]], ["Up of job-1", "All of job-1"])
        self.assertEqual(chosen["panels"][0]["targets"][0]["expr"], 'sample_up{job="job-1"}')

    def test_draws_one_panel_in_its_size(self):
        self.render(os.path.join(SAMPLES, "every-panel.json"), *self.window(), "--panel", "1", "--size", "640x360", "--theme", "dark")
        self.assertEqual(png_size(os.path.join(self.out, "panel-1.png")), (640, 360))
        self.assertFalse(os.path.exists(os.path.join(self.out, "dashboard.png")))

    def test_says_what_failed(self):
        path = os.path.join(self.out, "wrong.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"title": "w", "panels": [
                {"id": 1, "type": "stat", "title": "bad", "targets": [{"expr": "sum("}]},
                {"id": 2, "type": "no-such", "title": "odd", "targets": [{"expr": "up"}]},
                {"id": 3, "type": "timeseries", "title": "none", "targets": [{"expr": "no_such_metric"}]}]}, file)
        report = self.render(path, expect=3)
        by_title = {p["title"]: p for p in report["panels"]}
        self.assertEqual(by_title["bad"]["status"], "error")
        self.assertIn("parse error", by_title["bad"]["message"])
        self.assertEqual(by_title["odd"]["status"], "unsupported")
        self.assertEqual(by_title["none"]["status"], "empty")

    def test_a_window_without_a_display_is_refused_with_its_reason(self):
        done = self.without_display("--prometheus", self.prometheus.url)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("neither DISPLAY nor WAYLAND_DISPLAY is set", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_refuses_what_is_no_dashboard(self):
        path = os.path.join(self.out, "v2.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"spec": {"elements": {}}}, file)
        self.assertIn("V2", self.render(path, expect=2))
        self.assertIn("--size", self.render(path, "--size", "huge", expect=2))


if __name__ == "__main__":
    sys.exit(unittest.main())
