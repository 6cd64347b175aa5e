"""The tree that is checked, and its files read strictly."""

import functools
import json
import os
import re

import yaml


class StrictLoader(yaml.CSafeLoader):
    """YAML where a doubled key is a fault: the last one would win silently."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                continue
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key '{name}' stands twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


class Tree:
    """A checkout, or a copy of it that a test broke."""

    def __init__(self, root):
        self.root = root

    def path(self, name):
        return os.path.join(self.root, name)

    def has(self, name):
        return os.path.exists(self.path(name))

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    @functools.lru_cache(maxsize=None)  # noqa: B019 (a tree lives as long as its checks)
    def yaml(self, name):
        return yaml.load(self.text(name), StrictLoader)

    @functools.lru_cache(maxsize=None)  # noqa: B019
    def json(self, name):
        return json.loads(self.text(name))

    def names(self, folder):
        return sorted(os.listdir(self.path(folder))) if self.has(folder) else []

    # --- what several checks read

    ALERTING = "monitoring/grafana/provisioning/alerting"
    DASHBOARDS = "monitoring/grafana/dashboards"

    def rules(self):
        groups = self.yaml(f"{self.ALERTING}/rules.yaml").get("groups", [])
        return [rule for group in groups for rule in group.get("rules", [])]

    def dashboards(self):
        """(name, dashboard) of each."""
        return [(name, self.json(f"{self.DASHBOARDS}/{name}")) for name in self.names(self.DASHBOARDS)]

    def expressions(self):
        """(where, PromQL) of every rule, panel and annotation, with Grafana's variables filled in."""
        for rule in self.rules():
            for data in rule["data"]:
                if "expr" in data["model"]:
                    yield f"rules.yaml: {rule['title']} {data['refId']}", data["model"]["expr"]
        for name, dashboard in self.dashboards():
            for panel in dashboard["panels"]:
                for target in panel.get("targets", []):
                    yield f"{name}: {panel['title']} {target['refId']}", filled(target["expr"])
            for annotation in dashboard["annotations"]["list"]:
                if "expr" in annotation:
                    yield f"{name}: annotation {annotation['name']}", filled(annotation["expr"])


def filled(expression):
    """Grafana's variables as it would fill them in; a stray one is left, and Prometheus refuses it."""
    values = {"$__rate_interval": "1m", "$__range": "1h", "$__interval": "15s"}
    return re.sub(r"\$__(rate_interval|range|interval)\b", lambda found: values[found.group()], expression)
