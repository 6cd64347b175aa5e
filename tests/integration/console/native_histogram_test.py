"""Native histograms as a real Prometheus answers them: a heatmap draws them, other panels say what to ask for instead.

Prometheus takes native histograms from targets that speak protobuf only, so the target here writes the few messages itself.
Source: client_model's metrics.proto (MetricFamily, Metric, Histogram, BucketSpan).
"""

import csv
import http.server
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import urllib.request

from dashboard_metrics import wait_for

CONSOLE = os.path.join(os.environ["VIGIE_BIN"], "vigie-console")
HISTOGRAM = 4  # MetricType
FIRST_BUCKET = -4  # of schema 0: its upper bound is 2**-4


def varint(number):
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


def field(number, value):
    """A field of a message: an int as a varint, a float as eight bytes, text and bytes with their length."""
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def zigzag(number):
    return number << 1 if number >= 0 else -number * 2 - 1


def histogram_family(name, counts, scrapes):
    """`counts` observations a scrape in each bucket of schema 0, from FIRST_BUCKET on."""
    counts = [count * scrapes for count in counts]
    deltas = [count - before for count, before in zip(counts, [0] + counts)]
    span = field(1, zigzag(FIRST_BUCKET)) + field(2, len(counts))
    histogram = field(1, sum(counts)) + field(2, float(sum(counts))) + field(5, zigzag(0)) + field(6, 0.001) + field(7, 0)
    histogram += field(12, span) + b"".join(field(13, zigzag(delta)) for delta in deltas)
    label = field(1, "path") + field(2, "/chat")
    family = field(1, name) + field(3, HISTOGRAM) + field(4, field(1, label) + field(7, histogram))
    return varint(len(family)) + family


class Target(http.server.ThreadingHTTPServer):
    """Scraped by Prometheus; each scrape has observed more."""

    daemon_threads = True
    scrapes = 0

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.scrapes += 1
            body = histogram_family("latency_seconds", [1, 4, 9, 5, 2], self.server.scrapes)
            body += histogram_family("idle_seconds", [], 0)
            self.send_response(200)
            self.send_header("Content-Type", "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass


class NativeHistogramTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="vigie-native-")
        cls.target = Target(("127.0.0.1", 0), Target.Handler)
        threading.Thread(target=cls.target.serve_forever, daemon=True).start()
        with open(os.path.join(cls.folder, "prometheus.yml"), "w", encoding="utf-8") as file:
            json.dump({"global": {"scrape_interval": "1s"},
                       "scrape_configs": [{"job_name": "native", "static_configs": [
                           {"targets": [f"127.0.0.1:{cls.target.server_address[1]}"]}]}]}, file)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cls.url = f"http://127.0.0.1:{port}"
        cls.prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={cls.folder}/prometheus.yml", f"--storage.tsdb.path={cls.folder}/data",
             f"--web.listen-address=127.0.0.1:{port}", "--enable-feature=native-histograms", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for("Prometheus has scraped native histograms", cls.has_histograms)
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.prometheus.terminate()
        cls.prometheus.wait(30)
        cls.target.shutdown()
        cls.target.server_close()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def has_histograms(cls):
        if cls.prometheus.poll() is not None:
            raise AssertionError("Prometheus ended at its start")
        # At a moment of the grid that the console asks on, which is a quarter of a minute wide.
        query = urllib.parse.urlencode({"query": "histogram_count(rate(latency_seconds[10s])) > 0",
                                        "time": int(time.time()) // 15 * 15})
        try:
            with urllib.request.urlopen(f"{cls.url}/api/v1/query?{query}", timeout=5) as answer:
                return bool(json.load(answer)["data"]["result"])
        except OSError:
            return False

    def render(self, *panels):
        path = os.path.join(self.folder, "dashboard.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"title": "n", "panels": [
                {"id": n + 1, "type": kind, "title": expr, "gridPos": {"x": 0, "y": 8 * n, "w": 24, "h": 8},
                 "targets": [{"refId": "A", "expr": expr}]} for n, (kind, expr) in enumerate(panels)]}, file)
        out = os.path.join(self.folder, "out")
        done = subprocess.run([CONSOLE, "render", path, "--prometheus", self.url, "--out", out, "--lang", "en", "--from", "now-5m"],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(os.path.join(out, "report.json"), encoding="utf-8") as file:
            return json.load(file)["panels"], out

    def test_a_heatmap_draws_every_bucket(self):
        panels, out = self.render(("heatmap", "latency_seconds"), ("heatmap", "rate(latency_seconds[10s])"))
        self.assertEqual([panel["status"] for panel in panels], ["drawn", "drawn"])
        with open(os.path.join(out, panels[0]["csv"]), encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows[0][1:], ["(0.03125, 0.0625]", "(0.0625, 0.125]", "(0.125, 0.25]", "(0.25, 0.5]", "(0.5, 1]"])
        last = [float(value) for value in rows[-1][1:]]
        # So many observations a scrape, whichever scrape it was.
        self.assertEqual([value / last[0] for value in last], [1, 4, 9, 5, 2])

    def test_other_panels_say_what_to_ask_for(self):
        panels, _ = self.render(("timeseries", "latency_seconds"), ("stat", "latency_seconds"), ("table", "latency_seconds"),
                                ("timeseries", "histogram_quantile(0.5, rate(latency_seconds[10s]))"))
        for panel in panels[:3]:
            self.assertEqual(panel["status"], "empty", panel)
            self.assertIn("histogram_quantile", panel["message"])
        self.assertEqual(panels[3]["status"], "drawn")
        self.assertEqual(panels[3]["message"], "")

    def test_a_histogram_without_observations_is_told_from_no_series(self):
        panels, _ = self.render(("heatmap", "idle_seconds"), ("heatmap", "no_such_metric"))
        self.assertIn("no observations", panels[0]["message"])
        self.assertEqual((panels[1]["status"], panels[1]["message"]), ("empty", ""))


if __name__ == "__main__":
    sys.exit(unittest.main())
