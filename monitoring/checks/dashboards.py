"""Dashboards: the design's panels, complete, without overlaps, and leading on."""

import re

# The design's panels (§7). A renamed one is a broken link in an alert or in someone's habit.
WANTED = {
    "ai-api": {
        "Request Rate", "Response Time (p95)", "Error Rate", "Active Connections", "CPU Usage", "Memory Usage",
        "OpenAI Requests Rate", "OpenAI Response Time (p95)", "Time to First Token", "Tokens and Cost",
        "FAISS Search Duration (p95)", "Chatbot Conversations", "Chatbot Messages",
    },
    "postgresql": {"Active Connections", "Database Size", "Transactions per Second", "Cache Hit Ratio"},
    "feedback-loop": {"Answer Rating", "Retrieval Score", "Cost per Answer", "Errors and Retries"},
}  # fmt: skip
TITLES = {"ai-api": "AI API Monitoring", "postgresql": "PostgreSQL Monitoring", "feedback-loop": "Feedback Loop"}
PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}


def check_wanted(tree):
    found = {dashboard["uid"]: dashboard for _, dashboard in tree.dashboards()}
    for uid, titles in WANTED.items():
        if uid not in found:
            yield f"{uid}.json: no dashboard has this uid"
            continue
        if found[uid]["title"] != TITLES[uid]:
            yield f"{uid}.json: the title must be {TITLES[uid]}"
        for title in sorted(titles - {panel["title"] for panel in found[uid]["panels"]}):
            yield f"{uid}.json: no panel is called {title}"


def check_panels(tree):
    for name, dashboard in tree.dashboards():
        if (dashboard["refresh"], dashboard["timezone"]) != ("5s", "browser"):
            yield f"{name}: must be refreshed every 5s, in the browser's time zone"
        seen = set()
        for panel in dashboard["panels"]:
            where = f"{name}: {panel['title']}"
            if panel["id"] in seen:
                yield f"{where}: the id {panel['id']} is used twice"
            seen.add(panel["id"])
            yield from (f"{where}: {why}" for why in faults_of_panel(panel))


def faults_of_panel(panel):
    defaults = panel["fieldConfig"]["defaults"]
    if not panel.get("description", "").endswith("."):
        yield "no description, or one that is no sentence"
    if not defaults.get("unit"):
        yield "no unit"
    if panel["datasource"] != PROMETHEUS:
        yield "the data source must be prometheus"
    if panel["type"] not in {"timeseries", "stat"}:
        yield f"the console draws no panel of type {panel['type']}"
    if defaults["thresholds"]["steps"][0]["value"] is not None:
        yield "the first threshold must have the value null"
    if not all(target.get("legendFormat") for target in panel["targets"]):
        yield "a query has no legend"
    if not panel.get("links"):
        yield "no link leads on"


def check_layout(tree):
    for name, dashboard in tree.dashboards():
        taken = {}
        for panel in dashboard["panels"]:
            grid = panel["gridPos"]
            if grid["x"] + grid["w"] > 24:
                yield f"{name}: {panel['title']} is wider than 24 columns"
            for x in range(grid["x"], grid["x"] + grid["w"]):
                for y in range(grid["y"], grid["y"] + grid["h"]):
                    other = taken.setdefault((x, y), panel["id"])
                    if other != panel["id"]:
                        yield f"{name}: {panel['title']} overlaps the panel {other} at {x},{y}"
                        break
                else:
                    continue
                break


def check_links(tree):
    """A link leads to a dashboard or a runbook that is there, at the time that is shown."""
    uids = {dashboard["uid"] for _, dashboard in tree.dashboards()}
    for name, dashboard in tree.dashboards():
        if not any(link.get("keepTime") and "vigie" in link.get("tags", []) for link in dashboard["links"]):
            yield f"{name}: no link to the other dashboards that keeps the time"
        for panel in dashboard["panels"]:
            for link in panel.get("links", []):
                where = f"{name}: {panel['title']}: {link['url']}"
                board = re.fullmatch(r"/d/([\w-]+)\?\$\{__url_time_range\}", link["url"])
                runbook = re.fullmatch(r"/public/vigie-runbooks/(en/[\w-]+\.md)", link["url"])
                if board:
                    if board.group(1) not in uids:
                        yield f"{where}: no dashboard has this uid"
                elif not runbook:
                    yield f"{where}: leads neither to a dashboard at the same time nor to a runbook"
                elif not tree.has(f"resources/knowledge/{runbook.group(1)}"):
                    yield f"{where}: there is no such runbook"


def check_annotations(tree):
    """Alert states and configuration changes are marked on every chart."""
    for name, dashboard in tree.dashboards():
        marks = dashboard["annotations"]["list"]
        if not any(mark.get("builtIn") == 1 and mark["enable"] for mark in marks):
            yield f"{name}: alert states are not marked (Grafana's built-in annotations)"
        changes = [mark for mark in marks if "vigie_last_change_timestamp_seconds" in mark.get("expr", "")]
        if not any(mark["enable"] and mark.get("useValueForTime") == "on" for mark in changes):
            yield f"{name}: configuration changes are not marked"
