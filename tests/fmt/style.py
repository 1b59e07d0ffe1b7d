import os,sys
class  A ( ) :
    x : int=3
    def f(self,*args,a = 1,**kw)->Set["x"] :
        '''Doc
        '''
        return not(a),-(1), x if(y)else z, lambda a,b = 1:a
async def g():
    async with a as b, c: await (d)
x=X[a+1 :: b, 1:2, fn(x):]
with open("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") as aaaaaaaaaaaaa, open("bbbbbbbbbbbbbbbbbbbbbbbbbbbbb") as bbbb: pass
print(* args, a if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa else bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ** kw)
x = {'a' : 1, "b":"it\'s", 'c': U'u', 'd': 0XFF if 0 else 1E+5}
match x:
    case [1, *rest] if y: pass
    case {"a": b, **c}: pass
try: pass
except* (A, B): pass
