"""A stand-in for Discord's webhooks, as strict as Discord documents itself to be.

https://discord.com/developers/docs/resources/webhook#execute-webhook and .../topics/rate-limits. What it refuses, and what is
posted although it asked to wait, is kept in `violations`; what it took, in `messages`. How it fails is scripted: see `fail`.
"""

import contextlib
import http.server
import json
import re
import socket
import threading
import time
import urllib.parse

PATH = "/api/webhooks/123456789012345678/a-canary-token-that-must-not-leak"
MOST = {"content": 2000, "title": 256, "username": 80}
# Five posts in two seconds.
ALLOWANCE, PERIOD = 5, 2.0
MENTION_KINDS = {"parse": {"roles", "users", "everyone"}}


def length(text):
    """In UTF-16 units, to be on the strict side."""
    return len(text.encode("utf-16-le")) // 2


def faults(message):
    """What Discord answers with 400."""
    if not isinstance(message, dict):
        yield "the body is no object"
        return
    content, embeds = message.get("content", ""), message.get("embeds", [])
    if not content and not embeds:
        yield "cannot send an empty message"
    if length(content) > MOST["content"]:
        yield f"content has {length(content)} characters"
    username = message.get("username", "x")
    if not 0 < length(username) <= MOST["username"] or re.search("discord|clyde", username, re.I):
        yield "username"
    if len(embeds) > 10:
        yield "more than ten embeds"
    for embed in embeds:
        if length(embed.get("title", "")) > MOST["title"]:
            yield f"a title has {length(embed['title'])} characters"
        if not 0 <= embed.get("color", 0) <= 0xFFFFFF:
            yield "color"
        if "url" in embed:
            url = urllib.parse.urlsplit(embed["url"])
            if url.scheme not in ("http", "https") or "." not in (url.hostname or ""):
                yield f"not a well formed URL: {embed['url']}"
    mentions = message.get("allowed_mentions", {})
    if not set(mentions.get("parse", [])) <= MENTION_KINDS["parse"]:
        yield "allowed_mentions.parse"
    for kind in ("roles", "users"):
        if kind in mentions.get("parse", []) and mentions.get(kind):
            yield f"allowed_mentions: {kind} and parse exclude each other"
        if len(mentions.get(kind, [])) > 100 or not all(re.fullmatch(r"\d+", one) for one in mentions.get(kind, [])):
            yield f"allowed_mentions.{kind}"


class DiscordStandIn:
    """Serves on a port of its own from the start; stop() is an outage, start() its end, on the same port."""

    def __init__(self):
        self.lock = threading.Lock()
        self.messages = []
        self.violations = []
        self.failures = []
        self.attempts = []  # (when, what became of it)
        self.quiet_until = 0.0
        self.times = []
        self.connections = set()
        self.server = None
        self.port = 0
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{PATH}"

    def fail(self, *kinds):
        """What the next posts meet, in this order: a status; ("limit", SECONDS); "reset", before it is taken; "lose", after
        it is taken; "hang up", without a word."""
        with self.lock:
            self.failures.extend(kinds)

    def titles(self):
        with self.lock:
            return [message["embeds"][0]["title"] if message.get("embeds") else message["content"].splitlines()[0]
                    for message in self.messages]  # fmt: skip

    def start(self):
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                with stand_in.lock:
                    stand_in.connections.add(self.connection)

            def finish(self):
                with stand_in.lock:
                    stand_in.connections.discard(self.connection)
                super().finish()

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                stand_in.handle(self, body)

            def do_GET(self):
                known = self.path == PATH
                body = {"id": "1", "type": 1, "name": "Vigie"} if known else {"message": "Unknown Webhook", "code": 10015}
                stand_in.answer(self, 200 if known else 404, body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a connection that we reset, or whose client was killed

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        # Those that were kept open are part of the outage.
        with self.lock:
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle(self, handler, body):
        now = time.monotonic()
        with self.lock:
            if now < self.quiet_until:
                self.violations.append(f"posted {self.quiet_until - now:.3f} s before the end of Retry-After")
            failure = self.failures.pop(0) if self.failures else None
            self.attempts.append((now, failure))
            if failure is None:
                self.times = [one for one in self.times if one > now - PERIOD]
                if len(self.times) >= ALLOWANCE:
                    failure = ("limit", round(self.times[0] + PERIOD - now + 0.001, 3))
            if isinstance(failure, tuple):
                self.quiet_until = now + failure[1]
        if isinstance(failure, tuple):
            return self.answer(
                handler, 429, {"message": "You are being rate limited.", "retry_after": failure[1], "global": False},
                {"Retry-After": str(max(1, round(failure[1])))})  # fmt: skip
        if failure == "reset":
            return self.reset(handler)
        if failure == "hang up":
            handler.close_connection = True
            return None
        if isinstance(failure, int):
            return self.answer(handler, failure, {"message": "a scripted failure", "code": 0})
        return self.take(handler, body, failure == "lose")

    def take(self, handler, body, lose):
        url = urllib.parse.urlsplit(handler.path)
        if url.path != PATH:
            return self.answer(handler, 404, {"message": "Unknown Webhook", "code": 10015})
        try:
            message = json.loads(body)
        except ValueError:
            message = None
        wrong = list(faults(message))
        if not handler.headers.get("Content-Type", "").startswith("application/json"):
            wrong.append("Content-Type")
        if not handler.headers.get("User-Agent"):
            wrong.append("User-Agent")
        if wrong:
            with self.lock:
                self.violations.extend(wrong)
            return self.answer(handler, 400, {"message": "Invalid Form Body", "code": 50035, "errors": wrong})
        with self.lock:
            now = time.monotonic()
            self.messages.append(message)
            self.times.append(now)
            left = ALLOWANCE - len([one for one in self.times if one > now - PERIOD])
            reset = max(0.0, self.times[0] + PERIOD - now)
        if lose:
            return self.reset(handler)
        headers = {"X-RateLimit-Limit": str(ALLOWANCE), "X-RateLimit-Remaining": str(max(0, left)),
                   "X-RateLimit-Reset-After": f"{reset:.3f}"}  # fmt: skip
        if urllib.parse.parse_qs(url.query).get("wait") == ["true"]:
            return self.answer(handler, 200, {"id": "1", **message}, headers)
        return self.answer(handler, 204, None, headers)

    @staticmethod
    def answer(handler, status, body, headers=()):
        text = b"" if body is None else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in dict(headers).items():
            handler.send_header(name, value)
        if body is not None:
            handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    @staticmethod
    def reset(handler):
        # No linger: the other side sees a reset and not an end.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        handler.close_connection = True
        handler.connection.close()
