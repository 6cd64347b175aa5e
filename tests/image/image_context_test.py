"""The image's build finds everything it needs in what .dockerignore lets through, short of compiling it."""

import tempfile
import unittest

from build_context import copy_build_context, dockerfile_command, run


class ImageContextTest(unittest.TestCase):
    def test_the_server_can_be_built_from_the_build_context(self):
        with tempfile.TemporaryDirectory(prefix="vigie-image-") as context:
            copy_build_context(context)
            configure = dockerfile_command("cmake ").split("&&")[0]
            run("sh", "-c", configure, cwd=context)
            # Dry: a file that no rule makes and that is not there is said.
            run("ninja", "-n", "-C", "build/release", "vigie-server", cwd=context)


if __name__ == "__main__":
    unittest.main()
