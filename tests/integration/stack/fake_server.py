#!/usr/bin/env python3
"""Stands in for vigie-server where a test is about the supervisor: listens, answers every path, misbehaves on demand.

OPENAI_MODEL is a variable that the stack hands on; its value scripts this program: `exit` ends at once with a message, `full FILE` as on a full disk for as long as there is that file.
"""

import datetime
import http.server
import os
import signal
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_):
        pass


def end(*_):
    now = datetime.datetime.now(datetime.timezone.utc)
    print("stopped at", now.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3], flush=True)
    os._exit(0)


if os.environ.get("OPENAI_MODEL") == "exit":
    print("OPENAI_MODEL is not something this server can serve", flush=True)
    sys.exit(2)
if os.environ.get("OPENAI_MODEL", "").startswith("full "):
    full = os.environ["OPENAI_MODEL"].removeprefix("full ")

    def watch():
        while not os.path.exists(full):
            time.sleep(0.01)
        print("cannot write: No space left on device", flush=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
print("environment:", " ".join(sorted(os.environ)), flush=True)
signal.signal(signal.SIGTERM, end)
for variable in ("VIGIE_LISTEN", "VIGIE_INTERNAL_LISTEN"):
    host, port = os.environ[variable].split(":")
    server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Event().wait()
