# SPDX-License-Identifier: Apache-2.0
import sys

table = bytes.maketrans(b"ACGTUMRWSYKVHDBNacgtumrwsykvhdbn", b"TGCAAKYWSRMBDHVN" * 2)
with open(sys.argv[1], "rb") as f:
    data = f.read()
out = sys.stdout.buffer
for record in data.split(b">")[1:]:
    header, _, body = record.partition(b"\n")
    out.write(b">" + header + b"\n")
    result = body.replace(b"\n", b"").translate(table)[::-1]
    for i in range(0, len(result), 60):
        out.write(result[i : i + 60] + b"\n")
