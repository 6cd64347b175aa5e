"""What Docker would send as the build context: the files of the tree that .dockerignore takes back in."""

import os
import shutil
import subprocess

SOURCE = os.environ["VIGIE_SOURCE"]


def copy_build_context(directory):
    with open(os.path.join(SOURCE, ".dockerignore"), encoding="utf-8") as file:
        taken = [line[1:].strip() for line in file if line.startswith("!")]
    for name in taken:
        source, target = os.path.join(SOURCE, name), os.path.join(directory, name)
        if os.path.isdir(source):
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)


def dockerfile_command(beginning):
    """The one RUN of the Dockerfile that begins so, as a line for sh."""
    with open(os.path.join(SOURCE, "Dockerfile"), encoding="utf-8") as file:
        text = file.read().replace("\\\n", " ")
    return next(line.removeprefix("RUN ") for line in text.splitlines() if line.startswith("RUN " + beginning))


def run(*command, **options):
    """Runs to a good end; its output is the message of what fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}\n{done.stdout[-4000:]}")
    return done.stdout
