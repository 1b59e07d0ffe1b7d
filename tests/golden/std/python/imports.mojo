#: run
# Python modules imported as Mojo modules are: of the environment, and beside this file (design.md 3, rule 7).
import json
from datetime import date, timedelta as td
import helper
from helper import double as twice

def main() raises:
    print(json.dumps({"a": 1, "b": [1, 2]}))
    var d = date(2026, 11, 28) + td(days=3)
    print(d)
    print(helper.double(21), helper.__name__, twice("ab"))
    for x in helper.squares(5):
        print(x, end=";")
    print()

#: stdout
#| {"a": 1, "b": [1, 2]}
#| 2026-12-01
#| 42 helper abab
#| 0;1;4;9;16;
