#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Resolving and fetching: packages.py [OUT]. Repositories are made in a temporary folder; nothing leaves the machine.

Prints the time of a warm resolution (everything locked and fetched), of a cold fetch, and of `git clone --bare` of the
same repositories, sixteen at a time, which is what the transfer itself costs with git."""
import os
import subprocess
import sys
import tempfile
import time

VERSIONS = ("0.1.0", "0.1.1", "0.2.0")


def repository(folder, name, manifest_of, source):
    """One bare repository with a tag for each version, written in one go."""
    stream, mark = [], 0
    for i, version in enumerate(VERSIONS):
        texts = {"mojo.toml": manifest_of(version), f"src/{name}/__init__.mojo": source}
        marks = []
        for text in texts.values():
            mark += 1
            marks.append(mark)
            stream.append(f"blob\nmark :{mark}\ndata {len(text)}\n{text}\n")
        stream.append("commit refs/heads/main\nmark :%d\n" % (mark + 1))
        stream.append(f"committer a <a@example.org> {1700000000 + i} +0000\ndata 1\nx\n")
        stream += [f"M 100644 :{m} {path}\n" for m, path in zip(marks, texts)]
        stream.append(f"\nreset refs/tags/v{version}\nfrom :{mark + 1}\n\n")
        mark += 1
    path = os.path.join(folder, name + ".git")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", path], check=True)
    subprocess.run(["git", "-C", path, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    return path


def make(folder, n, lines):
    """n packages in layers of ten: each needs three of the layer below; the app needs the top ones."""
    names = [f"p{i:03}" for i in range(n)]
    source = '"""A package."""\n\n\n' + "".join(
        f"def f{i}(x: Int) -> Int:\n    return x * {i} + {hash((i, n)) % 1000}\n\n\n" for i in range(lines // 4))
    for i, name in enumerate(names):
        below = [names[(i // 10 - 1) * 10 + (i + k) % 10] for k in range(3)] if i >= 10 else []
        deps = "".join(f'{d} = {{ git = "file://{folder}/{d}.git", version = "0.1" }}\n' for d in below)
        repository(folder, name, lambda v: f'[package]\nname = "{name}"\nversion = "{v}"\n\n[dependencies]\n{deps}', source)
    app = os.path.join(folder, "app")
    os.makedirs(app + "/src")
    with open(app + "/mojo.toml", "w") as f:
        f.write('[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n')
        f.writelines(f'{d} = {{ git = "file://{folder}/{d}.git", version = "0.1" }}\n' for d in names)
    with open(app + "/src/main.mojo", "w") as f:
        f.write('def main():\n    print("hi")\n')
    return app, names


def timed(command, cwd, env, runs=1):
    best = None
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - began
        best = took if best is None else min(best, took)
    return best


def main():
    mojo = os.path.abspath((sys.argv[1] if len(sys.argv) > 1 else "out") + "/bin/mojo")
    for n in (50, 100):
        with tempfile.TemporaryDirectory() as folder:
            app, names = make(folder, n, 400)
            env = dict(os.environ, MOJO_CACHE_DIR=folder + "/cache")
            cold = timed([mojo, "fetch"], app, env)
            subprocess.run(["rm", "-rf", folder + "/cache"], check=True)
            locked = timed([mojo, "fetch"], app, env)
            warm = timed([mojo, "fetch"], app, env, 20)
            update = timed([mojo, "update"], app, env, 3)
            urls = "\n".join(f"{folder}/{name}.git" for name in names)
            began = time.perf_counter()
            subprocess.run(["xargs", "-P16", "-I{}", "sh", "-c", f'git clone -q --bare file://{{}} {folder}/c/$(basename {{}})'],
                           input=urls.encode(), check=True)
            clone = time.perf_counter() - began
            nothing = timed([mojo, "--version"], app, env, 20)
            print(f"{n} git packages: warm {warm * 1e3:.1f} ms (process start {nothing * 1e3:.1f}), cold {cold * 1e3:.0f} ms, "
                  f"cold with a lock {locked * 1e3:.0f} ms, update {update * 1e3:.0f} ms; git clone {clone * 1e3:.0f} ms "
                  f"(cold is {cold / clone:.2f} of it)")


main()
