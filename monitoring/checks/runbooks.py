"""A runbook for each alert, in each language, whose first steps the message quotes."""

import re

LANGUAGES = {"en": ("# Runbook: ", "## First three steps"), "fr": ("# Fiche\u202f: ", "## Les trois premières étapes")}


def steps_of(text, heading):
    _, _, after = text.partition(heading + "\n")
    return re.findall(r"^\d\. (.*)$", after.partition("\n## ")[0], re.M)


def check_runbooks(tree):
    for rule in tree.rules():
        title, runbook = rule["title"], rule["annotations"].get("runbook", "")
        for language, (prefix, heading) in LANGUAGES.items():
            path = f"resources/knowledge/{language}/{runbook}.md"
            if not tree.has(path):
                yield f"rules.yaml: {title}: there is no {path}"
                continue
            text = tree.text(path)
            if not text.startswith(prefix + title + "\n"):
                yield f"{path}: must begin with '{prefix}{title}'"
            steps = steps_of(text, heading)
            if len(steps) != 3:
                yield f"{path}: '{heading}' must have three steps"
            elif language == "en":
                quoted = [line.partition(". ")[2] for line in rule["annotations"]["steps"].splitlines()]
                for number, (step, quote) in enumerate(zip(steps, quoted), 1):
                    if not quote or not step.startswith(quote):
                        yield f"rules.yaml: {title}: step {number} is not how the runbook's begins"
                if len(quoted) != 3:
                    yield f"rules.yaml: {title}: three steps, not {len(quoted)}"
