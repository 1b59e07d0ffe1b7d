# SPDX-License-Identifier: Apache-2.0
"""Python from Mojo: CPython is loaded when it is first used, from the environment that `python3` belongs to."""

from std.python._module import Python
from std.python.object import ConvertibleFromPython, ConvertibleToPython, PythonObject
