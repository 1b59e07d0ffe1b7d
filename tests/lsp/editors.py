#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The files of editors/ against the toolchain they describe: words of the TextMate grammar, settings, commands, snippets,
the problem matcher, Vim's error format. Needs no npm. Usage: editors.py [OUT]"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import MOJO, ROOT, ok, run_tests  # noqa: E402

VSCODE = ROOT / "editors/vscode"


# ---- the grammar ---------------------------------------------------------------------------------------
# Where a word is special only in places: a line in which it is, with the word between bars.
PLACES = {
    "def": "|def| f():", "class": "|class| A:", "import": "|import| a", "from": "|from| a import b", "lambda": "f = |lambda| x: x",
    "match": "|match| x:", "case": "|case| 1:", "type": "|type| A = B", "struct": "|struct| A:", "trait": "|trait| A:",
    "var": "|var| x = 1", "ref": "|ref| x = y", "comptime": "|comptime| X = 1", "fn": "|fn| f():", "let": "|let| x = 1",
    "alias": "|alias| X = 1", "mut": "def f(|mut| x: Int):", "imm": "def f(|imm| x: Int):", "out": "def f(|out| x: Int):",
    "deinit": "def f(|deinit| x: Int):", "read": "def f(|read| x: Int):", "borrowed": "fn f(|borrowed| x: Int):",
    "inout": "fn f(|inout| x: Int):", "owned": "fn f(|owned| x: Int):", "raises": "def f() |raises|:",
    "where": "def f() |where| a:", "thin": "comptime F = def() |thin| -> Int", "abi": "def f() |abi|(\"C\"):", "capturing": "def f() |capturing| -> Int:",
    "escaping": "def f() |escaping| -> Int:", "unified": "def f() |unified| {mut}:", "extension": "|extension| A:",
}
# Words of Python 2, of decorators and of warnings; nothing that colours should depend on.
PLAIN = {"print", "exec", "parameter", "unroll", "annotations", "barry_as_FLUFL"}


def keywords():
    text = (ROOT / "core/base/names.def").read_text()
    return [m for m in re.findall(r'NAME\(kw_\w+, "(\w+)"\)', text) if m not in PLAIN and not m.startswith("__")]


def rules(grammar, key):
    for rule in grammar["repository"][key]["patterns"]:
        if "match" in rule:
            yield rule


def matched_as_word(grammar, line, start, word):
    """The scope that a rule for words gives to the word at its place."""
    for key in ("declarations", "imports", "words"):
        for rule in rules(grammar, key):
            for m in re.finditer(rule["match"], line):
                for group in range(len(m.groups()) + 1):
                    if m.start(group) == start and m.group(group) == word:
                        scope = rule.get("captures", {}).get(str(group), {}).get("name") or (rule.get("name") if group <= 1 else None)
                        if scope:
                            return scope
    return None


def test_words():
    grammar = json.loads((VSCODE / "syntaxes/mojo.tmLanguage.json").read_text())
    words = keywords()
    ok(len(words) > 60, "the words of the language are found: %d" % len(words))
    for word in words:
        place = PLACES.get(word, "x |%s| y" % word)
        start = place.index("|")
        scope = matched_as_word(grammar, place.replace("|", ""), start, word)
        ok(scope and re.match(r"keyword|storage|constant\.language", scope), "the grammar has no rule for `%s` in `%s`" % (word, place))
    for line, name in [("x = match", "match"), ("type = 3", "type"), ("out = 1", "out"), ("read(x)", "read"), ("x.where", "where")]:
        ok(not matched_as_word(grammar, line, line.index(name), name), "`%s` in `%s` is an ordinary name" % (name, line))
    used = set(re.findall(r'"include": "#(\w+)"', json.dumps(grammar)))
    ok(used <= set(grammar["repository"]), "included rules exist: %s" % (used - set(grammar["repository"])))
    ok(set(grammar["repository"]) - {"all"} <= used, "all rules are used: %s" % (set(grammar["repository"]) - used))


# ---- the extension -------------------------------------------------------------------------------------
def test_package():
    package = json.loads((VSCODE / "package.json").read_text())
    contributes = package["contributes"]
    source = "".join(p.read_text() for p in sorted((VSCODE / "src").glob("*.ts")))
    registered = set(re.findall(r'registerCommand\("([\w.]+)"', source))
    declared = {c["command"] for c in contributes["commands"]}
    ok(declared <= registered, "declared commands exist: %s" % (declared - registered))
    ok(registered - declared <= {"mojo.showReferences"}, "commands are declared: %s" % (registered - declared))
    settings = {k: v for part in contributes["configuration"] for k, v in part["properties"].items()}
    used = set(re.findall(r'get(?:<[\w\[\]]+>)?\(\s*"([\w.]+)"', source)) | set(re.findall(r'setting\("([\w.]+)"\)', source))
    ok(used and all("mojo." + name in settings for name in used), "settings that are read exist: %s" % [u for u in used if "mojo." + u not in settings])
    text = (ROOT / "core/query/hints.c").read_text()
    hints = re.findall(r'"(\w+)"', re.search(r"query_hint_names\[\] = \{(.*?)NULL", text, re.S).group(1))
    shown = {k[len("mojo.inlayHints."):] for k in settings if k.startswith("mojo.inlayHints.")}
    ok(set(hints) == shown, "each hint of the server has a setting: %s" % (set(hints) ^ shown))
    table = dict(re.findall(r"\| `inlayHints\.(\w+)` \| (on|off) \|", (ROOT / "lsp/README.md").read_text()))
    for name in shown:
        ok(settings["mojo.inlayHints." + name]["default"] == (table.get(name) == "on"), "default of the hint `%s`" % name)
    colors = {c["id"] for c in contributes["colors"]}
    ok(set(re.findall(r'"(mojo\.ownership\.\w+)"', source)) - registered - {"mojo.ownership.hide"} <= colors, "colours are declared")
    for rel in re.findall(r'"(\./[\w/.-]+\.json|walkthrough/\w+\.md)"', json.dumps(contributes)):
        ok((VSCODE / rel).exists() or rel == "./schemas/mojo.schema.json", "the file `%s` exists" % rel)
    ok("telemetry" not in source.lower(), "nothing is sent anywhere")


def test_kinds():
    text = (ROOT / "lsp/README.md").read_text()
    kinds = set(re.search(r"^kind +(.*)$", text, re.M).group(1).split(" | "))
    for name, path, pattern in [("VS Code", VSCODE / "src/ownership.ts", r"^  (\w+): \{ words"), ("Neovim", ROOT / "editors/neovim/lua/mojo/ownership.lua", r"^  (\w+) = \{ ")]:
        have = set(re.findall(pattern, path.read_text(), re.M))
        ok(have == kinds, "%s draws every kind of `mojo/ownership`: %s" % (name, have ^ kinds))


def test_recipes():
    """The recipes are at least TOML and JSON, and name the files that there are."""
    text = (ROOT / "editors/README.md").read_text()
    for kind, body in re.findall(r"```(toml|json)\n(.*?)```", text, re.S):
        try:
            tomllib.loads(body) if kind == "toml" else json.loads(body)
            ok(True, kind)
        except ValueError as e:
            ok(False, "a recipe is no %s: %s" % (kind, e))
    for path in re.findall(r"\]\(([\w/.-]+)\)", text):
        ok((ROOT / "editors" / path).exists(), "`%s` exists" % path)
    for path in re.findall(r"`((?:tests|grammar|editors)/[\w/.*-]+)`", text):
        ok(list(ROOT.glob(path.rstrip("/"))), "`%s` exists" % path)
    vim = (ROOT / "editors/neovim/syntax/mojo.vim").read_text()
    missing = [w for w in keywords() if not re.search(r"(?<![a-z])%s(?![a-z])" % w, re.sub(r"(?m)^\".*$|\\z[se]|\bskipwhite\b|highlight.*", "", vim))]
    ok(not missing, "Vim's colours lack %s" % missing)


def test_schema():
    run = subprocess.run([MOJO, "metadata", "--schema"], capture_output=True, text=True)
    schema = json.loads(run.stdout)
    ok(schema["properties"]["package"]["properties"]["name"]["description"], "the schema has descriptions, which the extension shows")


def expand(body):
    """A snippet with its placeholders filled in."""
    text = "\n".join(body) if isinstance(body, list) else body
    for _ in range(4):
        text = re.sub(r"\$\{\d+:([^${}]*)\}", r"\1", text)
    return re.sub(r"\$\{?\d+\}?", "", text)


def test_snippets():
    snippets = json.loads((VSCODE / "snippets/mojo.json").read_text())
    with tempfile.TemporaryDirectory() as dir:
        for name, snippet in snippets.items():
            text = expand(snippet["body"]) + "\n"
            if snippet["prefix"].startswith(("defs", "defm", "init")):
                text = "struct S:\n" + re.sub(r"(?m)^(?=.)", "    ", text)
            path = pathlib.Path(dir) / "a.mojo"
            path.write_text(text)
            run = subprocess.run([MOJO, "parse", path], capture_output=True, text=True)
            ok(run.returncode == 0, "the snippet `%s` is no Mojo: %s" % (name, run.stderr))
        ok(len({s["prefix"] for s in snippets.values()}) == len(snippets), "prefixes differ")


def test_problem_matcher():
    """The matcher reads what `mojo check --error-format=short` prints."""
    package = json.loads((VSCODE / "package.json").read_text())
    pattern = package["contributes"]["problemMatchers"][0]["pattern"]
    with tempfile.TemporaryDirectory() as dir:
        path = pathlib.Path(dir) / "a b.mojo"
        path.write_text("def main():\n    var unused = 1\n    print(nothing)\n\ndef f():\n    var unused = 1\n")
        run = subprocess.run([MOJO, "check", "--error-format=short", path], capture_output=True, text=True)
        found = [re.match(pattern["regexp"], line) for line in (run.stdout + run.stderr).splitlines()]
        found = [m for m in found if m]
        error = [m for m in found if m.group(pattern["severity"]) == "error"]
        ok(len(error) == 1, "the error is read: %s" % run.stdout)
        if error:
            m = error[0]
            ok((m.group(pattern["file"]), m.group(pattern["line"]), m.group(pattern["column"]), m.group(pattern["code"])) == (str(path), "3", "11", "E1001"),
               "place and code are read: %s" % (m.groups(),))
        ok(any(m.group(pattern["severity"]) == "warning" for m in found), "the warning is read")


run_tests(dict(globals()))
