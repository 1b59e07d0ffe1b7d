#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole-file trees: our tree-sitter grammar against the public tree-sitter-python, both on one libtree-sitter, in turn.

grammar.py LIBRARY [FOLDER]   LIBRARY: a shared object of grammar/src; FOLDER: the .py files to read
The public grammar is what `import tree_sitter_python` finds (pip install tree-sitter-python==0.23.6, which is of ABI 14 as
libtree-sitter 0.20 wants), also below the folder $TREE_SITTER_PYTHON. Without it the comparison is left out.
"""
import ctypes
import ctypes.util
import os
import sys
import time


def public_language():
    """The TSLanguage of tree-sitter-python, or None and why not."""
    extra = os.environ.get("TREE_SITTER_PYTHON")
    if extra:
        sys.path.insert(0, extra)
    try:
        import tree_sitter_python
    except ImportError as e:
        return None, f"not installed, left out ({e})"
    language = tree_sitter_python.language()
    if isinstance(language, int):
        return language, None
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return get(language, b"tree_sitter.Language"), None


def library():
    ts = ctypes.CDLL(ctypes.util.find_library("tree-sitter") or "libtree-sitter.so.0")
    ts.ts_parser_new.restype = ctypes.c_void_p
    ts.ts_parser_set_language.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    ts.ts_parser_set_language.restype = ctypes.c_bool
    ts.ts_parser_parse_string.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    ts.ts_parser_parse_string.restype = ctypes.c_void_p
    ts.ts_tree_delete.argtypes = [ctypes.c_void_p]
    return ts


def seconds(ts, parser, texts):
    start = time.perf_counter()
    for text in texts:
        ts.ts_tree_delete(ts.ts_parser_parse_string(parser, None, text, len(text)))
    return time.perf_counter() - start


def main():
    ts = library()
    ours = ctypes.CDLL(os.path.abspath(sys.argv[1]))
    ours.tree_sitter_mojo.restype = ctypes.c_void_p
    theirs, why = public_language()
    texts = []
    for root, _, names in os.walk(sys.argv[2] if len(sys.argv) > 2 else "/usr/lib/python3.11"):
        for n in sorted(names):
            # libtree-sitter 0.20 corrupts its memory on files that nest too wide: test data, not code
            if n.endswith(".py") and os.path.getsize(os.path.join(root, n)) < 500000:
                with open(os.path.join(root, n), "rb") as f:
                    texts.append(f.read())
    parsers = {}
    for name, language in (("ours", ours.tree_sitter_mojo()), ("tree-sitter-python", theirs)):
        if not language:
            continue
        parsers[name] = ts.ts_parser_new()
        if not ts.ts_parser_set_language(parsers[name], language):
            del parsers[name]
            why = "its ABI does not fit this libtree-sitter, left out"
    size = sum(map(len, texts))
    best = dict.fromkeys(parsers, 1e9)
    for _ in range(3):
        for name, parser in parsers.items():
            best[name] = min(best[name], seconds(ts, parser, texts))
    for name, t in best.items():
        print(f"tree-sitter trees, {name}: {size} bytes, {t:.3f} s, {size / t / 1e6:.1f} MB/s")
    if why:
        print(f"tree-sitter-python: {why}")
    else:
        print(f"our grammar is {best['tree-sitter-python'] / best['ours']:.2f} times as fast as tree-sitter-python")


main()
