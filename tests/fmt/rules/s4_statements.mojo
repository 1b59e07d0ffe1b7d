a = 1; b = 2;
if x: y
else: z
while a: b; c
struct A: pass
struct B(): pass
struct C[T: X](): pass
def f(): return
for i in (a, b): pass
for (a, b) in c: pass
return_ = (a)
b = ((a + b))
c = (a, b)
d = (a,)
e = ()
f = 1,
x = y = (a)
x += (a)
del (a)
del (a, b)
assert (a), (b)
if (a): pass
while (a): pass
elif_ = [x for x in (y)]
raise (a)
call((a))
with (open(a)) as b: pass
with (a): pass
try: pass
except (A): pass
comptime c = (a)
alias d = (a)
var v: Int = (a)
comptime assert (a), (b)
print((yield_))
-x**2
from a import (b)
from a import (b, c)
from a import (b, c,)
w = (a := b)
(a)
