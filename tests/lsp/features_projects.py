# SPDX-License-Identifier: Apache-2.0
"""Projects: what a manifest lets files import, packages in one file."""
import os
import pathlib
import subprocess
import tempfile

from client import Client
from expect import BINARY, MOJO, WAIT, Workspace, find, ok

WORDS = '''def hello(name: String) -> String:
    """Says hello."""
    return "hello " + name
'''
TEST = '''from app import twice
from greet import hello

def main():
    print(twice("you"), hello("me"))
'''


class Project(Workspace):
    """An app whose library stands in src/, with a package in one file beside it. The editor comes through a link."""

    def __init__(self, dependency):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        root = pathlib.Path(self.folder.name).resolve()
        self.env = {"MOJO_CACHE_DIR": str(root / "cache")}
        (root / "greet").mkdir()
        (root / "greet/__init__.mojo").write_text("from .words import hello\n")
        (root / "greet/words.mojo").write_text(WORDS)
        subprocess.run([MOJO, "package", root / "greet", "-o", root / "greet.mojopkg"], env={**os.environ, **self.env}, check=True)
        (root / "real/app/src/app").mkdir(parents=True)
        (root / "real/app/tests").mkdir()
        (root / "link").symlink_to(root / "real")
        self.app = root / "link/app"
        (self.app / "src/app/__init__.mojo").write_text("from greet import hello\n\ndef twice(x: String) -> String:\n    return hello(x) + hello(x)\n")
        self.manifest(dependency)
        (self.app / "tests/test_app.mojo").write_text(TEST)
        self.uri = (self.app / "tests/test_app.mojo").as_uri()
        self.c = Client(BINARY, roots=[str(self.app)], env=self.env)

    def manifest(self, dependency):
        (self.app / "mojo.toml").write_text('[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n' + dependency)


def test_dependencies():
    with Project('greet = { path = "../../greet.mojopkg" }\n') as p:
        p.c.open(p.uri, TEST)
        ok(p.c.diagnostics(p.uri, WAIT) == [], "a test sees its library, and a package: %s" % p.c.diagnostics(p.uri))
        found = p.c.at("definition", p.uri, *find(TEST, "hello(\"me"))
        path = found[0]["uri"] if found else ""
        ok("/cache/packages/" in path and path.endswith("/greet/words.mojo"), "into the package's source: %s" % found)
        ok(pathlib.Path(path.removeprefix("file://")).read_text() == WORDS, "which is there to be read")
        text = p.c.at("hover", p.uri, *find(TEST, "hello(\"me"))["contents"]["value"]
        ok("Says hello." in text, "its documentation: %s" % text)
        found = p.c.at("definition", p.uri, *find(TEST, "twice(\"you"))
        ok(found and found[0]["uri"].endswith("/src/app/__init__.mojo"), "into the library: %s" % found)


def test_manifest_changes():
    with Project("") as p:
        p.c.open(p.uri, TEST)
        have = p.c.diagnostics(p.uri, WAIT)
        ok([d["code"] for d in have if d["range"]["start"]["line"] == 1] == ["E1003"], "the manifest does not list it: %s" % have)
        p.manifest('greet = { path = "../../greet.mojopkg" }\n')
        p.c.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (p.app / "mojo.toml").as_uri(), "type": 2}]})
        p.c.notes.clear()
        p.c.change(p.uri, {"text": TEST + "\n"})
        ok(p.c.diagnostics(p.uri, WAIT) == [], "now it does: %s" % p.c.diagnostics(p.uri))


def test_beside():
    """Without a project: a package's file beside the file that imports it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = pathlib.Path(folder).resolve()
        env = {"MOJO_CACHE_DIR": str(root / "cache")}
        (root / "src/greet").mkdir(parents=True)
        (root / "src/greet/__init__.mojo").write_text(WORDS)
        subprocess.run([MOJO, "package", root / "src/greet", "-o", root / "greet.mojopkg"], env={**os.environ, **env}, check=True)
        text = "from greet import hello\n\ndef main():\n    print(hello(\"me\"))\n"
        uri = (root / "main.mojo").as_uri()
        c = Client(BINARY, roots=[str(root)], env=env)
        c.open(uri, text)
        ok(c.diagnostics(uri, WAIT) == [], "it is found: %s" % c.diagnostics(uri))
        found = c.at("definition", uri, *find(text, "hello(\"me"))
        ok(found and "/cache/packages/" in found[0]["uri"], "into the package's source: %s" % found)
        (root / "greet.mojopkg").write_bytes(b"mojo-package 1 nonsense\n")
        c.change(uri, {"text": text + "\n"})
        have = c.diagnostics(uri, WAIT)
        ok(have and "its first line cannot be read" in have[0]["message"], "one that is damaged: %s" % have)
        c.stop()
