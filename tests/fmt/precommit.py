#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The hooks of .pre-commit-hooks.yaml under the real pre-commit, where that is installed: staged, partially staged,
renamed and broken files in a git repository."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
tools = os.path.abspath(os.path.join(os.environ.get("OUT", "out"), "bin"))
if not shutil.which("pre-commit") or not shutil.which("git"):
    print("pre-commit or git is not installed: its hooks are not tried")
    print("0 passed, 0 failed")
    sys.exit(0)
passed = failed = 0
top = pathlib.Path(tempfile.mkdtemp())
env = dict(os.environ, PATH=tools + ":" + os.environ["PATH"], PRE_COMMIT_HOME=str(top / "home"), HOME=str(top))
env.update(GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="n", GIT_AUTHOR_EMAIL="e", GIT_COMMITTER_NAME="n", GIT_COMMITTER_EMAIL="e")
for name in list(env):
    if name.startswith("GIT_") and name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"):
        del env[name]
bad, good = "x  =  1\n", "x = 1\n"


def run(*command, cwd):
    p = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return p.returncode, p.stdout


def check(name, ok, note=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print(f"FAIL {name}: {note}")


def repository(name, hook):
    at = top / name
    at.mkdir()
    run("git", "init", "-q", ".", cwd=at)
    if hook:
        config = f"repos:\n  - repo: {top / 'hooks'}\n    rev: {rev}\n    hooks:\n      - id: {hook}\n"
        (at / ".pre-commit-config.yaml").write_text(config)
        run("git", "add", ".", cwd=at)
    return at


def staged(at, name):
    return run("git", "show", f":{name}", cwd=at)[1]


hooks = repository("hooks", "")
shutil.copy(root / ".pre-commit-hooks.yaml", hooks)
run("git", "add", ".", cwd=hooks)
run("git", "commit", "-qm", "hooks", cwd=hooks)
rev = run("git", "rev-parse", "HEAD", cwd=hooks)[1].strip()

at = repository("work", "mojo-fmt")
(at / "a.mojo").write_text(bad)
(at / "b.\U0001f525").write_text(bad)
(at / "other.txt").write_text(bad)
run("git", "add", ".", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("staged", code == 1 and (at / "a.mojo").read_text() == good and (at / "b.\U0001f525").read_text() == good, out)
check("other files", (at / "other.txt").read_text() == bad)
run("git", "add", ".", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("formatted", code == 0, out)
run("git", "commit", "-qm", "one", cwd=at)

body = "\n\ndef f():\n    pass\n" * 4
(at / "part.mojo").write_text(bad + body)
run("git", "add", "part.mojo", cwd=at)
(at / "part.mojo").write_text(bad + body + "\n\ny  =  2\n")
code, out = run("pre-commit", "run", cwd=at)
text = (at / "part.mojo").read_text()
check("partially staged", code == 1 and text.startswith(good) and text.endswith("y  =  2\n"), out + text)
run("git", "checkout", "-q", "--", "part.mojo", cwd=at)
check("partially staged, the index", staged(at, "part.mojo").startswith(bad), staged(at, "part.mojo"))
run("git", "rm", "-qf", "part.mojo", cwd=at)

run("git", "mv", "a.mojo", "renamed.mojo", cwd=at)
(at / "renamed.mojo").write_text(good + bad)
run("git", "add", "renamed.mojo", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("renamed", code == 1 and (at / "renamed.mojo").read_text() == good + good, out)
run("git", "add", ".", cwd=at)

(at / "broken.mojo").write_text("def f(:\n")
(at / "sound.mojo").write_text(bad)
run("git", "add", ".", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("broken", code == 1 and "broken.mojo:1:" in out and (at / "broken.mojo").read_text() == "def f(:\n", out)
check("beside a broken one", (at / "sound.mojo").read_text() == good, out)

at = repository("checked", "mojo-fmt-check")
(at / "a.mojo").write_text(bad)
run("git", "add", ".", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("check", code == 1 and (at / "a.mojo").read_text() == bad and "+x = 1" in out, out)
(at / "a.mojo").write_text(good)
run("git", "add", ".", cwd=at)
code, out = run("pre-commit", "run", cwd=at)
check("check of a formatted file", code == 0, out)
shutil.rmtree(top, ignore_errors=True)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
