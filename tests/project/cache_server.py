# SPDX-License-Identifier: Apache-2.0
"""A cache server in bazel-remote's layout for tests: cache_server.py FOLDER [slow|broken|lying].

Keeps what is put under /ac/ and /cas/ in FOLDER; refuses a blob whose name is not its hash, and an action result that is
no protobuf with a digest of a blob that is there, as bazel-remote does. Prints its port; writes requests to FOLDER/log.
"""
import hashlib
import http.server
import os
import re
import sys
import time

folder, mode = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def path_of(self):
        m = re.fullmatch(r"/(ac|cas)/([0-9a-f]{64})", self.path)
        with open(f"{folder}/log", "a") as f:
            f.write(f"{self.command} {self.path}\n")
        with open(f"{folder}/tokens", "a") as f:
            f.write(f"{self.headers.get('Authorization')}\n")
        if mode == "slow":
            time.sleep(30)
        return m and f"{folder}/{m[1]}/{m[2]}"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = self.path_of()
        if mode == "broken":
            return self.answer(500)
        if not path or not os.path.exists(path):
            return self.answer(404)
        body = open(path, "rb").read()
        if mode == "lying" and "/cas/" in path:
            body = body[:-1] + b"!"
        self.answer(200, body)

    do_HEAD = do_GET

    def do_PUT(self):
        path, body = self.path_of(), self.rfile.read(int(self.headers["Content-Length"]))
        if not path or mode == "broken":
            return self.answer(500)
        if "/cas/" in path and hashlib.sha256(body).hexdigest() != os.path.basename(path):
            return self.answer(400)
        if "/ac/" in path:
            m = re.search(rb"\x0a\x40([0-9a-f]{64})\x10", body)
            if body[:1] != b"\x12" or not m or not os.path.exists(f"{folder}/cas/{m[1].decode()}"):
                return self.answer(400)
        with open(path + ".new", "wb") as f:
            f.write(body)
        os.rename(path + ".new", path)
        self.answer(200)

    def log_message(self, *args):
        pass


for d in ("ac", "cas"):
    os.makedirs(f"{folder}/{d}", exist_ok=True)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
