"""A running stack: its services, what Prometheus scrapes and evaluates, what waits to be told."""

import datetime
import json
import os

from finding import note, ok, problem, warning
from http_get import get

RETENTION = "200h"
RULES = 10
WAITS_TOO_LONG_SECONDS = 300


def check_services(context):
    if not context.status:
        yield note("services", "no stack runs; start one with ./vigie run")
        return
    for service in context.status["services"]:
        name, state, detail = service["name"], service["state"], service["detail"]
        if state == "running":
            yield ok("services", f"{name} runs" + (f" ({detail})" if detail else ""))
        elif detail == "held down by a drill":
            yield note("services", f"{name} is held down by a drill")
        else:
            yield problem("services", f"{name} is {state}" + (f": {detail}" if detail else ""),
                          f"vigie-stack logs {name} says more; docs/operations.md, When something is wrong")  # fmt: skip


def check_readiness(context):
    if not context.status:
        return
    answer = get(context.status["endpoints"]["internal"] + "/health/ready")
    body = answer.json() or {}
    for one in body.get("dependencies", []):
        if one["status"] != "ok":
            yield warning("readiness", f"{one['name']} is {one['status']}: {one.get('reason', '')}",
                          "docs/operations.md says what helps")  # fmt: skip
    if answer.status == 200:
        yield ok("readiness", f"the server is ready ({body.get('status', 'ok')})")
    else:
        yield problem("readiness", f"the server answers {answer.status or answer.failure}", "vigie-stack logs vigie-server")


def check_prometheus(context):
    if not context.status:
        return
    base = context.status["endpoints"]["prometheus"]
    targets = get(base + "/api/v1/targets?state=active").json()
    if not targets:
        yield problem("scrape targets", "Prometheus does not answer", "vigie-stack logs prometheus")
        return
    down = [one for one in targets["data"]["activeTargets"] if one["health"] == "down"]
    for one in down:
        yield problem("scrape targets", f"{one['labels']['job']} is down: {one['lastError']}",
                      f"see whether it runs: vigie-stack status; it is scraped at {one['scrapeUrl']}")  # fmt: skip
    if not down:
        yield ok("scrape targets", f"{len(targets['data']['activeTargets'])} are scraped")
    yield from check_rules(base)
    flags = get(base + "/api/v1/status/flags").json() or {"data": {}}
    retention = flags["data"].get("storage.tsdb.retention.time", "")
    if retention in (RETENTION, "8d8h"):
        yield ok("retention", RETENTION)
    else:
        yield warning("retention", f"Prometheus keeps {retention or 'its default'} and not {RETENTION}",
                      f"start it with --storage.tsdb.retention.time={RETENTION}")  # fmt: skip


def check_rules(base):
    rules = get(base + "/api/v1/rules?type=alert").json() or {"data": {"groups": []}}
    rules = [rule for group in rules["data"]["groups"] for rule in group["rules"]]
    sick = [rule for rule in rules if rule["health"] not in ("ok", "unknown")]
    for rule in sick:
        yield problem("alert rules", f"{rule['name']} cannot be evaluated: {rule.get('lastError', '')}",
                      "./vigie check monitoring finds a wrong expression")  # fmt: skip
    metrics = get(base + "/metrics").body.decode(errors="replace")
    if "prometheus_config_last_reload_successful 0" in metrics:
        yield problem("alert rules", "Prometheus could not load its configuration or rules",
                      "vigie-stack logs prometheus says which line; ./vigie check monitoring finds it")  # fmt: skip
    elif len(rules) < RULES:
        yield problem("alert rules", f"Prometheus has {len(rules)} of {RULES} alert rules", "start the stack again: it writes them")
    elif not sick:
        firing = [rule["name"] for rule in rules if rule["state"] == "firing"]
        yield ok("alert rules", f"{len(rules)} are evaluated" + (f"; firing: {', '.join(firing)}" if firing else ""))


def check_alertmanager(context):
    base = context.status and context.status["endpoints"].get("alertmanager")
    if not base:
        return
    silences = get(base + "/api/v2/silences").json()
    if silences is None:
        yield problem("alertmanager", "does not answer: no alert is told", "vigie-stack logs alertmanager")
        return
    active = [one for one in silences if one["status"]["state"] == "active"]
    for one in active:
        yield note("alertmanager", f"a silence until {one['endsAt']} by {one['createdBy']}: {one['comment']}")
    if not active:
        yield ok("alertmanager", "runs, nothing is silenced")


def check_inbox(context):
    """Messages that Discord does not have yet."""
    path = context.home.data + "/alerts/inbox.jsonl"
    waiting = {}
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                try:
                    step = json.loads(line)
                except ValueError:
                    continue
                if step["event"] == "received" and "outcome" not in step:
                    waiting[step["id"]] = step
                elif step["event"] == "settled":
                    waiting.pop(step["id"], None)
                elif step["id"] in waiting:
                    waiting[step["id"]].update({name: step[name] for name in ("tried", "why") if name in step})
    except OSError:
        if os.path.exists(path):
            yield note("alert inbox", f"{path} cannot be read by this user")
        return
    now = datetime.datetime.now(datetime.timezone.utc)
    oldest = min(waiting.values(), key=lambda step: step["at"], default=None)
    if oldest and (now - datetime.datetime.fromisoformat(oldest["at"].replace("Z", "+00:00"))).total_seconds() > WAITS_TOO_LONG_SECONDS:
        tried = f", tried {oldest['tried']['count']} time(s)" if "tried" in oldest else ""
        why = f": {oldest['why']}" if "why" in oldest else ""
        yield problem("alert inbox", f"{len(waiting)} message(s) wait for Discord, the oldest since {oldest['at']}{tried}{why}",
                      "vigie-stack logs alert-relay says more; none is lost, they are sent when Discord takes them")  # fmt: skip
    else:
        yield ok("alert inbox", f"{len(waiting)} message(s) on their way" if waiting else "nothing waits")
