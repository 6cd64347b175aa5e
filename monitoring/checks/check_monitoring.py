#!/usr/bin/env python3
"""Checks the files of monitoring/ without a Grafana: ./vigie check monitoring [--prometheus URL]."""

import argparse
import os
import sys

import compose
import dashboards
import expressions
import messages
import provisioning
import runbooks
from files import Tree

CHECKS = [
    provisioning.check_schema,
    provisioning.check_references,
    provisioning.check_environment,
    provisioning.check_rules,
    provisioning.check_routing,
    expressions.check_parsed,
    expressions.check_metrics,
    dashboards.check_wanted,
    dashboards.check_panels,
    dashboards.check_layout,
    dashboards.check_links,
    dashboards.check_annotations,
    runbooks.check_runbooks,
    compose.check_compose,
    compose.check_env_example,
    compose.check_dockerfile,
    messages.check_messages,
]


def problems(root):
    """Everything that is wrong below `root`. The first check is about shape; what has none is not looked into further."""
    tree = Tree(root)
    found = False
    for problem in CHECKS[0](tree):
        found = True
        yield problem
    if not found:
        for check in CHECKS[1:]:
            yield from check(tree)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(prog="./vigie check monitoring", description=__doc__)
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(here)), help="the checkout; default: this one")
    parser.add_argument("--prometheus", metavar="URL", help="also look for every metric and label in this Prometheus")
    options = parser.parse_args()
    found = list(problems(options.root))
    if options.prometheus and not found:
        found = list(expressions.check_live(Tree(options.root), options.prometheus))
    for problem in found:
        print(problem)
    print(f"monitoring: {len(found)} problem(s)" if found else "monitoring: all checks passed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
