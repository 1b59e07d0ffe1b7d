# SPDX-License-Identifier: Apache-2.0
#: check
# A display whose entries did not parse.


def f() -> Float64:{  #~ E0010 @20-21: `{`
        retelse:  #~ E1001 @9-16: `retelse`
urn self.side * self.side  #~ E1001 @1-4: `urn`
0x  #~ E0027
\

def g():
    pass
