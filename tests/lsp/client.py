# SPDX-License-Identifier: Apache-2.0
"""A small client: starts a server, sends messages, waits for answers."""
import json
import os
import pathlib
import select
import subprocess
import time


MARKDOWN = ["markdown", "plaintext"]
USUAL = {"textDocument": {  # what every client has that people use
    "hover": {"contentFormat": MARKDOWN}, "signatureHelp": {"signatureInformation": {"documentationFormat": MARKDOWN}},
    "completion": {"completionItem": {"documentationFormat": MARKDOWN}}, "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}}}}}


def merged(a, b):
    return {k: merged(a[k], b[k]) if isinstance(a.get(k), dict) and isinstance(b.get(k), dict) else b.get(k, a.get(k)) for k in {**a, **b}}


class Client:
    def __init__(self, binary, *args, capabilities=None, bare=False, roots=(), start=True, env=None, options=None, stderr=None):
        """`bare`: the capabilities are all that the client has."""
        self.process = subprocess.Popen([binary, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, stderr=stderr,
                                        env={**os.environ, **(env or {})})
        self.buffer = b""
        self.next_id = 0
        self.notes = []
        self.answers = {}
        self.versions = {}
        if start:
            folders = [{"uri": pathlib.Path(r).as_uri(), "name": "w"} for r in roots]
            self.server = self.request("initialize", {
                "processId": os.getpid(), "rootUri": None, "workspaceFolders": folders,
                "capabilities": capabilities if bare else merged(USUAL, capabilities or {}), "initializationOptions": options})
            self.notify("initialized", {})

    def send_raw(self, data):
        self.process.stdin.write(data)

    def send(self, message):
        body = json.dumps(message).encode()
        self.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def post(self, method, params):
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params})
        return self.next_id

    def request(self, method, params, timeout=20):
        return self.wait(self.post(method, params), timeout)

    def wait(self, id, timeout=20):
        answer = self.wait_raw(id, timeout)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]

    def wait_raw(self, id, timeout=20):
        end = time.monotonic() + timeout
        while id not in self.answers:
            self.read(end)
        return self.answers.pop(id)

    def read(self, end):
        """One more message, of any kind."""
        while True:
            head, sep, rest = self.buffer.partition(b"\r\n\r\n")
            if sep:
                size = int(head.split(b":")[1])
                if len(rest) >= size:
                    self.buffer = rest[size:]
                    message = json.loads(rest[:size])
                    if "method" in message:
                        self.notes.append(message)
                    else:
                        self.answers[message["id"]] = message
                    return
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise TimeoutError("the server is silent")
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                raise EOFError("the server has gone")
            self.buffer += data

    def open(self, uri, text, language="mojo"):
        self.versions[uri] = self.versions.get(uri, 0) + 1
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": self.versions[uri], "text": text}})

    def change(self, uri, *changes):
        self.versions[uri] += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": self.versions[uri]}, "contentChanges": list(changes)})

    def diagnostics(self, uri, timeout=20):
        """Those published for the version that was sent last."""
        end = time.monotonic() + timeout
        while True:
            for note in reversed(self.notes):
                p = note["params"]
                if note["method"] == "textDocument/publishDiagnostics" and p["uri"] == uri and p.get("version") == self.versions[uri]:
                    return p["diagnostics"]
            self.read(end)

    def at(self, method, uri, line, character, timeout=20, **more):
        return self.request("textDocument/" + method, {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}, timeout)

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(10)
