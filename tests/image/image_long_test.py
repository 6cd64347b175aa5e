"""The image, built for real: a base by debootstrap instead of a registry's, the Dockerfile by buildah, its size measured, and
the server in it asked over HTTP. Needs root, and Debian's packages as apt here is told to reach them.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

from build_context import SOURCE, run
from stack_harness import wait_for

MOST_BEYOND_THE_BASE = 150_000_000  # bytes: the goal of the image's size

# debootstrap does not read apt's configuration: the proxy that apt goes through is handed to it.
DEBOOTSTRAP = 'eval "$(apt-config shell http_proxy Acquire::http::Proxy)"; export http_proxy; exec debootstrap "$@"'


def bytes_beyond(base, root):
    """What a layer over the base would hold: the files of root that base has not, or has otherwise. What the image deletes of
    its base makes it no smaller, so totals are not compared."""
    total, seen = 0, set()
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            mine = os.lstat(path)
            if mine.st_ino in seen:
                continue
            seen.add(mine.st_ino)
            try:
                theirs = os.lstat(os.path.join(base, os.path.relpath(path, root)))
            except FileNotFoundError:
                theirs = None
            if theirs is None or (mine.st_size, mine.st_mtime_ns) != (theirs.st_size, theirs.st_mtime_ns):
                total += mine.st_size
    return total


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise AssertionError("debootstrap needs root: run this test as root")
        cls.work = tempfile.mkdtemp(prefix="vigie-image-")
        cls.addClassCleanup(lambda: shutil.rmtree(cls.work, ignore_errors=True))
        cls.make_base()
        cls.buildah("build", "--format", "docker", "--isolation", "chroot", "--pull-never", "--build-arg", "BASE=localhost/bookworm",
                    "--tag", "vigie-server", SOURCE)  # fmt: skip

    @classmethod
    def buildah(cls, *arguments):
        store = ["--storage-driver", "vfs", "--root", f"{cls.work}/store", "--runroot", f"{cls.work}/run"]
        return run("buildah", *store, *arguments)

    @classmethod
    def make_base(cls):
        root = f"{cls.work}/root"
        run("sh", "-c", DEBOOTSTRAP, "sh", "--variant=minbase", "--include=ca-certificates", "bookworm", root)
        # Where apt here is told to go is where the build goes.
        for path in glob.glob("/etc/apt/apt.conf.d/*"):
            shutil.copy2(path, f"{root}/etc/apt/apt.conf.d/")
        container = cls.buildah("from", "scratch").strip().splitlines()[-1]
        cls.buildah("add", container, root, "/")
        cls.buildah("commit", container, "localhost/bookworm")
        cls.buildah("rm", container)
        shutil.rmtree(root)

    def mounted(self, image):
        container = self.buildah("from", "--pull-never", image).strip().splitlines()[-1]
        self.addCleanup(lambda: self.buildah("rm", container))
        return container, self.buildah("mount", container).strip()

    def test_the_image_is_small(self):
        beyond = bytes_beyond(self.mounted("localhost/bookworm")[1], self.mounted("vigie-server")[1])
        print(f"the image holds {beyond / 1e6:.0f} MB beyond its base")
        self.assertGreater(beyond, 10_000_000, "the server alone is larger: nothing was measured")
        self.assertLess(beyond, MOST_BEYOND_THE_BASE)

    def test_the_image_says_who_runs_it_and_how_its_health_is_seen(self):
        image = json.loads(self.buildah("inspect", "--type", "image", "vigie-server"))["Docker"]["config"]
        self.assertEqual(image["User"], "10001:10001")
        self.assertIn("/health/live", " ".join(image["Healthcheck"]["Test"]))
        self.assertEqual(image["Entrypoint"], ["/usr/local/bin/vigie-server"])

    def test_the_server_in_the_image_answers(self):
        container, root = self.mounted("vigie-server")
        self.assertIn("/usr/share/vigie/knowledge", self.buildah("inspect", container))
        command = ["chroot", "--userspec=10001:10001", root, "/usr/bin/env", "-i", "PATH=/usr/bin:/bin",
                   "VIGIE_LISTEN=127.0.0.1:0", "VIGIE_INTERNAL_LISTEN=127.0.0.1:0",
                   "VIGIE_KNOWLEDGE_DIR=/usr/share/vigie/knowledge", "VIGIE_JOURNAL_DIR=/var/lib/vigie/journal",
                   "/usr/local/bin/vigie-server"]  # fmt: skip
        log = os.path.join(self.work, "server.log")
        with open(log, "wb") as out:
            server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        self.addCleanup(lambda: (server.kill(), server.wait()))

        def port():
            with open(log, encoding="utf-8") as file:
                return re.search(r'"listening".*"listener":"public".*"port":(\d+)', file.read())

        base = f"http://127.0.0.1:{wait_for('the server listens', port)[1]}"
        with urllib.request.urlopen(base + "/health/live", timeout=30) as response:
            self.assertEqual(response.status, 200)
        with urllib.request.urlopen(base + "/v1/models", timeout=30) as response:
            self.assertIn("extractive", response.read().decode())


if __name__ == "__main__":
    unittest.main()
