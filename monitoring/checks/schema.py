"""Grafana's provisioning files as JSON Schema: types, mandatory keys, and no key that Grafana would ignore silently."""

TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "number"}
FLAG = {"type": "boolean"}
DURATION = {"type": "string", "pattern": r"^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$", "minLength": 2}
UID = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}}


def mapping(required, optional=None):
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def listing(items):
    return {"type": "array", "minItems": 1, "items": items}


ONE = {"const": 1}

QUERY = mapping(
    {"refId": TEXT, "expr": TEXT, "instant": {"const": True}, "range": {"const": False}},
    {"intervalMs": NUMBER, "maxDataPoints": NUMBER},
)
THRESHOLD = mapping(
    {
        "refId": TEXT,
        "type": {"const": "threshold"},
        "expression": TEXT,
        "conditions": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": mapping(
                {
                    "evaluator": mapping(
                        {
                            "type": {"enum": ["gt", "gte", "lt", "lte", "eq", "ne"]},
                            "params": {"type": "array", "minItems": 1, "maxItems": 1, "items": NUMBER},
                        }
                    )
                }
            ),
        },
    }
)
DATA = {
    "oneOf": [
        mapping(
            {
                "refId": TEXT,
                "datasourceUid": {"const": "prometheus"},
                "relativeTimeRange": mapping({"from": NUMBER, "to": NUMBER}),
                "model": QUERY,
            }
        ),
        mapping({"refId": TEXT, "datasourceUid": {"const": "__expr__"}, "model": THRESHOLD}),
    ]
}
RULE = mapping(
    {
        "uid": UID,
        "title": TEXT,
        "condition": TEXT,
        "for": DURATION,
        "noDataState": {"enum": ["OK", "Alerting"]},
        "execErrState": {"enum": ["OK", "Alerting"]},
        "data": listing(DATA),
        "labels": TEXTS,
        "annotations": TEXTS,
    },
    {"isPaused": FLAG, "keepFiringFor": DURATION},
)
RULES = mapping(
    {
        "apiVersion": ONE,
        "groups": listing(
            mapping({"orgId": ONE, "name": TEXT, "folder": TEXT, "interval": DURATION, "rules": listing(RULE)})
        ),
    }
)
CONTACT_POINTS = mapping(
    {
        "apiVersion": ONE,
        "contactPoints": listing(
            mapping(
                {
                    "orgId": ONE,
                    "name": TEXT,
                    "receivers": listing(
                        mapping(
                            {
                                "uid": UID,
                                "type": {"const": "discord"},
                                "settings": mapping(
                                    {"url": TEXT, "title": TEXT, "message": TEXT},
                                    {"avatar_url": TEXT, "use_discord_username": FLAG},
                                ),
                            },
                            {"disableResolveMessage": FLAG},
                        )
                    ),
                }
            )
        ),
    }
)
MATCHER = {"type": "array", "minItems": 3, "maxItems": 3, "items": TEXT}
TIMES = {"group_wait": DURATION, "group_interval": DURATION, "repeat_interval": DURATION}
ROUTE = mapping(
    {"receiver": TEXT, "object_matchers": listing(MATCHER)},
    {**TIMES, "group_by": listing(TEXT), "continue": FLAG},
)
POLICIES = mapping(
    {
        "apiVersion": ONE,
        "policies": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": mapping(
                {"orgId": ONE, "receiver": TEXT, "group_by": listing(TEXT), **TIMES}, {"routes": listing(ROUTE)}
            ),
        },
    }
)
TEMPLATES = mapping(
    {"apiVersion": ONE, "templates": listing(mapping({"orgId": ONE, "name": TEXT, "template": TEXT}))}
)
DATASOURCES = mapping(
    {
        "apiVersion": ONE,
        "datasources": listing(
            mapping(
                {"name": TEXT, "uid": UID, "type": TEXT, "access": {"const": "proxy"}, "url": TEXT, "orgId": ONE},
                {
                    "isDefault": FLAG,
                    "editable": FLAG,
                    "jsonData": mapping(
                        {"timeInterval": DURATION, "httpMethod": {"enum": ["POST", "GET"]}}, {"prometheusType": TEXT}
                    ),
                },
            )
        ),
    },
    {"prune": FLAG},
)
PROVIDERS = mapping(
    {
        "apiVersion": ONE,
        "providers": listing(
            mapping(
                {
                    "name": TEXT,
                    "orgId": ONE,
                    "type": {"const": "file"},
                    "options": mapping({"path": TEXT}, {"foldersFromFilesStructure": FLAG}),
                },
                {
                    "folder": TEXT,
                    "folderUid": UID,
                    "disableDeletion": FLAG,
                    "allowUiUpdates": FLAG,
                    "updateIntervalSeconds": NUMBER,
                },
            )
        ),
    }
)
# Which schema each file has. A file that is not named here is one that nobody checks, so it is a problem.
SCHEMAS = {
    "alerting/rules.yaml": RULES,
    "alerting/contact-points.yaml": CONTACT_POINTS,
    "alerting/policies.yaml": POLICIES,
    "alerting/templates.yaml": TEMPLATES,
    "datasources/prometheus.yaml": DATASOURCES,
    "dashboards/vigie.yaml": PROVIDERS,
}
