def f( a : Int,b:Int=1,*c:Int,d = 2 , **e : Int ) -> Int :
    g ( a , b ) [ 0 ] . x ( )
    g(a = 1, * c, ** e)
    var t : Foo [ a = g ( ) , b = 1+2 ] = alloc [ Int ] ( { count=2 } )
    x[p = 0 : 1], x[p=:a*2]
    a [ 1 : 2 , : : 3 ], a[-1:], a[lo+1:hi], a[f(x):], a[:f(x)], a[x.y:z], a[i:j:k]
    - a + ~ b - + c
    x ** 2, a . b ** - c, 5**f[0], (a)**b, x[1]**2, -x**2, -x.y**2
    y = x ^
    f(a ^, x^ .take())
    a^b, a ^ b
    f(a:=b)
    n = a if b else c
    a<b<=c>d>=e==f!=g
    a|b&c<<d>>e//f%g@h
    not a, a not in b, a is not b
    lambda:1
    lambda  x , y = 2 : x
    lambda ( x : Int ) { } -> Int : x
    comptime ( e ) 
    a.b.c, a . b

@ decorator
@decorator ( a )
def h [ T : X , // , N : Int = 1 , * , k : Int ] ( ref [o] self , mut a : Int , deinit c : Int , var ** kw : Int ) thin abi ( "C" ) raises E [ T ] -> ref [ x ] T :
    pass

def closures ( ) :
    def inner ( ) { var a^ , read b } : pass
    def move ( ) raises { var^ } -> Int : pass
    def empty ( ) { } : pass
    var fn_type : def [ w : Int ] ( Int ) thin -> None

from  .. a  import  b , c
from . import d
from ... import e
import a . b as c
