"""A stand-in for Grafana's alerting API, as strict as Grafana itself: who asks and what they may, unknown paths, the shapes of
its JSON. Its rules are the product's own, evaluated against a real Prometheus; what it tells goes to a real webhook.

Paths, roles and shapes: grafana/grafana, pkg/services/ngalert/api (api_prometheus.go, api_alertmanager.go,
api_alertmanager_silences.go, authorization.go) and pkg/api/annotations.go. What Grafana would refuse or not know is answered
so, and kept in `violations`.
"""

import calendar
import http.server
import json
import re
import subprocess
import threading
import time
import urllib.parse
import urllib.request
import uuid

import yaml
from stack_harness import STACK

CONTACT_POINT = "discord-default"
ROLES = ["Viewer", "Editor", "Admin"]
MATCHER = {"name": str, "value": str, "isRegex": bool, "isEqual": bool}
ZERO_TIME = "0001-01-01T00:00:00.000Z"


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03d}Z"


def from_iso(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        raise ValueError(f"parsing time {text}")
    whole, _, rest = text.partition(".")
    parts = time.strptime(whole.rstrip("Z")[:19], "%Y-%m-%dT%H:%M:%S")
    return calendar.timegm(parts) + (float("0." + re.match(r"\d*", rest)[0]) if rest else 0.0)


def product_rules():
    """[(name, PromQL with its threshold, labels, annotations)] of monitoring/grafana/provisioning."""
    converted = subprocess.run([STACK, "alert-rules"], check=True, capture_output=True, text=True, timeout=60).stdout
    return [rule for group in yaml.safe_load(converted)["groups"] for rule in group["rules"]]


class GrafanaStandIn:
    """Serves on a port of its own. `tokens` gives each bearer its role; `anonymous` is the role of who sends none, or None.

    `pending_for` stands in for every rule's `for`, and the policies' times are shortened likewise: what is tested is who reads
    them, not how long Grafana takes.
    """

    def __init__(self, discord, tokens=None, anonymous=None, pending_for=2.0, group_wait=0.5, interval=0.3):
        self.lock = threading.RLock()
        self.discord = discord
        self.tokens = tokens or {}
        self.anonymous = anonymous
        self.pending_for, self.group_wait, self.interval = pending_for, group_wait, interval
        self.prometheus, self.evaluated = None, ()
        self.rules = {}
        self.silences = {}
        self.annotations = []
        self.receiver = {"lastNotifyAttempt": ZERO_TIME, "lastNotifyAttemptDuration": "0s", "name": "discord", "sendResolved": True}
        self.requests = []
        self.violations = []
        self.ended = threading.Event()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with stand_in.lock:
                    status, answer = stand_in.handle(self.command, self.path, self.headers, body)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_DELETE = do_PUT = serve

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a client that was killed

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def watch(self, prometheus, *evaluated):
        """Begins to evaluate the rules of these names; the others are there and quiet: with a short `for` what a start of the
        stack or another program on the machine does would alarm."""
        self.prometheus = prometheus
        self.evaluated = evaluated
        self.rules = {rule["alert"]: {"rule": rule, "state": "inactive", "since": 0.0, "value": "", "told": None}
                      for rule in product_rules()}  # fmt: skip
        threading.Thread(target=self.evaluate, daemon=True).start()

    def stop(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    # --- evaluation and delivery

    def evaluate(self):
        while not self.ended.wait(self.interval):
            for name in self.evaluated:
                one = self.rules[name]
                try:
                    query = urllib.parse.urlencode({"query": one["rule"]["expr"]})
                    with urllib.request.urlopen(f"{self.prometheus}/api/v1/query?{query}", timeout=10) as response:
                        result = json.load(response)["data"]["result"]
                except OSError:
                    continue
                self.step(name, one, result)

    def step(self, name, one, result):
        now = time.time()
        with self.lock:
            state = one["state"]
            if not result:
                next_state = "inactive"
            elif state == "inactive":
                next_state = "pending"
            else:
                next_state = "firing" if state == "firing" or now - one["since"] >= self.pending_for else "pending"
            if next_state != state:
                words = {"inactive": "Normal", "pending": "Pending", "firing": "Alerting"}
                self.annotations.append({
                    "id": len(self.annotations) + 1, "alertId": 0, "alertName": "", "dashboardId": 0, "panelId": 0, "userId": 0,
                    "newState": words[next_state], "prevState": words[state], "time": int(now * 1000), "timeEnd": int(now * 1000),
                    "text": f"{name} {{alertname={name}, grafana_folder=AI API}} - {words[next_state]}", "tags": [], "data": {}})  # fmt: skip
                one.update(state=next_state, since=now)
            one["value"] = f"{float(result[0]['value'][1]):e}" if result else ""
            status = "firing" if next_state == "firing" else "resolved"
            due = one["told"] != status and (status == "firing" or one["told"] == "firing")
            silenced = any(self.silences_alert(name, silence) for silence in self.silences.values())
            if not due or silenced or now - one["since"] < self.group_wait:
                return
        error = self.tell(name, one, status)
        with self.lock:
            self.receiver["lastNotifyAttempt"] = iso(time.time())
            self.receiver["lastNotifyAttemptDuration"] = "12ms"
            self.receiver.pop("lastNotifyAttemptError", None)
            if error:
                self.receiver["lastNotifyAttemptError"] = error
            else:
                one["told"] = status

    def tell(self, name, one, status):
        embed = {"title": f"{'RESOLVED' if status == 'resolved' else one['rule']['labels']['severity'].upper()} · {name}: it",
                 "type": "rich", "url": self.url + "/alerting/list", "color": 14037554}  # fmt: skip
        body = json.dumps({"username": "Grafana", "content": name, "embeds": [embed]}).encode()
        request = urllib.request.Request(self.discord, body, {"Content-Type": "application/json", "User-Agent": "Grafana"})
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except OSError as error:
            # As Go's HTTP client says it: with the address, which is the secret.
            return f'Post "{self.discord}": {error}'
        return None

    # --- the API

    def refuse(self, status, message, violation=None):
        if violation:
            self.violations.append(violation)
        return status, {"message": message, "traceID": ""}

    def role_of(self, headers):
        """The role, or None: 401."""
        sent = headers.get("Authorization")
        if sent is None:
            return self.anonymous
        kind, _, token = sent.partition(" ")
        return self.tokens.get(token) if kind == "Bearer" else None

    def handle(self, method, target, headers, body):
        url = urllib.parse.urlsplit(target)
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True)
        self.requests.append((method, url.path))
        if any(token in target for token in self.tokens):
            self.violations.append("a token in the address")
        if (method, url.path) == ("GET", "/api/health"):
            return 200, {"database": "ok", "version": "11.4.0", "commit": "b58701869e1a11b696010a6f28bd96b68a2cf0d0"}
        role = self.role_of(headers)
        if role is None:
            return 401, {"extra": None, "message": "Unauthorized", "messageId": "auth.unauthorized", "statusCode": 401, "traceID": ""}
        routes = [
            ("GET", r"/api/prometheus/grafana/api/v1/rules", "Viewer", "alert.rules:read", self.list_rules,
             {"dashboard_uid", "panel_id", "limit_rules", "limit_alerts"}),
            ("GET", r"/api/alertmanager/grafana/api/v2/alerts", "Viewer", "alert.instances:read", self.list_alerts,
             {"filter", "active", "silenced", "inhibited", "receiver"}),
            ("GET", r"/api/alertmanager/grafana/api/v2/silences", "Viewer", "alert.instances:read", self.list_silences,
             {"filter", "accesscontrol", "ruleMetadata"}),
            ("POST", r"/api/alertmanager/grafana/api/v2/silences", "Editor", "alert.silences:create", self.create_silence, set()),
            ("GET", r"/api/alertmanager/grafana/api/v2/silence/([^/]+)", "Viewer", "alert.instances:read", self.one_silence, set()),
            ("DELETE", r"/api/alertmanager/grafana/api/v2/silence/([^/]+)", "Editor", "alert.silences:write", self.end_silence, set()),
            ("GET", r"/api/alertmanager/grafana/config/api/v1/receivers", "Viewer", "alert.notifications:read", self.list_receivers,
             set()),
            ("GET", r"/api/annotations", "Viewer", "annotations:read", self.list_annotations,
             {"type", "from", "to", "limit", "alertId", "dashboardUID", "panelId", "tags"}),
        ]  # fmt: skip
        for route_method, pattern, least, permission, serve, known in routes:
            match = re.fullmatch(pattern, url.path)
            if not match or route_method != method:
                continue
            if ROLES.index(role) < ROLES.index(least):
                return 403, {"accessErrorId": "ACE0577385389", "title": "Access denied",
                             "message": "You'll need additional permissions to perform this action. "
                                        f"Permissions needed: {permission}"}  # fmt: skip
            if set(query) - known:
                self.violations.append(f"{url.path}: unknown {set(query) - known}")
            return serve(query, headers, body, *match.groups())
        return self.refuse(404, "Not found", f"{method} {url.path}")

    def list_rules(self, *_):
        rules = []
        for name, one in self.rules.items():
            words = {"inactive": "Normal", "pending": "Pending", "firing": "Alerting"}
            labels = {"alertname": name, "grafana_folder": "AI API", **one["rule"]["labels"]}
            rules.append({
                "state": one["state"], "name": name, "folderUid": "cdt4h", "uid": "vigie-" + name.lower(), "isPaused": False,
                # Not PromQL alone: what its queries are, joined.
                "query": "up | {\"conditions\":[]}", "duration": self.pending_for, "annotations": one["rule"]["annotations"],
                "labels": one["rule"]["labels"], "health": "ok", "type": "alerting", "lastEvaluation": iso(time.time()),
                "evaluationTime": 0.01, "totals": {},
                "alerts": [{"labels": labels, "annotations": one["rule"]["annotations"], "state": words[one["state"]],
                            "activeAt": iso(one["since"] or time.time()), "value": one["value"]}],
            })  # fmt: skip
        group = {"name": "ai-api", "file": "AI API", "folderUid": "cdt4h", "interval": 10, "evaluationTime": 0.1,
                 "lastEvaluation": iso(time.time()), "rules": rules}  # fmt: skip
        return 200, {"status": "success", "data": {"groups": [group], "totals": {}}}

    def silences_alert(self, name, silence):
        if not silence["startsAt"] <= time.time() < silence["endsAt"]:
            return False
        labels = {"alertname": name, "grafana_folder": "AI API", **self.rules[name]["rule"]["labels"]}
        return all((re.fullmatch(one["value"], labels.get(one["name"], "")) is not None if one["isRegex"]
                    else labels.get(one["name"], "") == one["value"]) == one.get("isEqual", True)
                   for one in silence["matchers"])  # fmt: skip

    def list_alerts(self, query, *_):
        alerts = []
        for name, one in self.rules.items():
            wanted = [re.fullmatch(r'(\w+)="([^"]*)"', text) for text in query.get("filter", [])]
            if not all(wanted):
                return self.refuse(400, "bad matcher format", f"filter {query['filter']}")
            labels = {"alertname": name, "grafana_folder": "AI API", **one["rule"]["labels"]}
            if one["state"] != "firing" or any(labels.get(match[1]) != match[2] for match in wanted):
                continue
            by = [silence["id"] for silence in self.silences.values() if self.silences_alert(name, silence)]
            alerts.append({
                "annotations": one["rule"]["annotations"], "labels": labels, "fingerprint": f"{hash(name) & (1 << 64) - 1:016x}",
                "startsAt": iso(one["since"]), "endsAt": iso(time.time() + 240), "updatedAt": iso(time.time()),
                "generatorURL": f"{self.url}/alerting/grafana/vigie/view?orgId=1", "receivers": [{"name": CONTACT_POINT}],
                "status": {"state": "suppressed" if by else "active", "silencedBy": by, "inhibitedBy": []},
            })  # fmt: skip
        return 200, alerts

    def shown_silence(self, silence):
        now = time.time()
        state = "expired" if silence["endsAt"] <= now else "active" if silence["startsAt"] <= now else "pending"
        return {**silence, "startsAt": iso(silence["startsAt"]), "endsAt": iso(silence["endsAt"]),
                "updatedAt": iso(silence["updatedAt"]), "status": {"state": state}}  # fmt: skip

    def list_silences(self, *_):
        return 200, [self.shown_silence(one) for one in self.silences.values()]

    def one_silence(self, _query, _headers, _body, name):
        return (200, self.shown_silence(self.silences[name])) if name in self.silences else self.refuse(404, "silence not found")

    def create_silence(self, _query, headers, body):
        if headers.get("Content-Type", "").split(";")[0] != "application/json":
            return self.refuse(400, "bad request data", "Content-Type of a silence")
        try:
            sent = json.loads(body)
            wrong = set(sent) - {"id", "matchers", "startsAt", "endsAt", "createdBy", "comment"}
            matchers = sent["matchers"]
            starts, ends = from_iso(sent["startsAt"]), from_iso(sent["endsAt"])
            fits = matchers and all(isinstance(one.get(key), kind) for one in matchers for key, kind in MATCHER.items())
            if wrong or not fits or not sent["createdBy"] or not sent["comment"] or ends <= starts or ends <= time.time():
                raise ValueError("silence failed validation")
        except (ValueError, KeyError, TypeError) as error:
            return self.refuse(400, f"silence failed validation: {error}", f"a silence: {error}")
        name = str(uuid.uuid4())
        self.silences[name] = {"id": name, "matchers": matchers, "startsAt": starts, "endsAt": ends, "updatedAt": time.time(),
                               "createdBy": sent["createdBy"], "comment": sent["comment"]}  # fmt: skip
        return 202, {"silenceID": name}

    def end_silence(self, _query, _headers, _body, name):
        if name not in self.silences:
            return self.refuse(404, "silence not found", "a silence that is none")
        self.silences[name]["endsAt"] = time.time()
        return 200, {"message": "silence deleted"}

    def list_receivers(self, *_):
        return 200, [{"active": True, "name": CONTACT_POINT, "integrations": [dict(self.receiver)]},
                     {"active": True, "name": "grafana-default-email", "integrations": [
                         {"lastNotifyAttempt": ZERO_TIME, "lastNotifyAttemptDuration": "0s", "name": "email",
                          "sendResolved": True}]}]  # fmt: skip

    def list_annotations(self, query, *_):
        first, last = int(query.get("from", ["0"])[0]), int(query.get("to", [str(1 << 60)])[0])
        found = [one for one in self.annotations if first <= one["time"] <= last]
        return 200, sorted(found, key=lambda one: -one["time"])[: int(query.get("limit", ["100"])[0])]
