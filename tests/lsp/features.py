#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the server offers, feature by feature: all of features_*.py. Usage: features.py [OUT [PART OF A TEST'S NAME]]"""
import importlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from expect import run_tests  # noqa: E402

tests = {}
for path in sorted(HERE.glob("features_*.py")):
    for name, test in vars(importlib.import_module(path.stem)).items():
        if name.startswith("test_"):
            tests["test_%s: %s" % (path.stem[9:], name[5:])] = test
run_tests(tests)
