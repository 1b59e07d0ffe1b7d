@value
struct P :
    var x : Int
    fn __init__ (inout self , owned x : Int , borrowed y : Int) :
        self.x=x
    fn map [func : fn (Int) -> Int] (self) -> Int : return func (self.x)
alias T=Int
fn g () raises -> Int :
    let a=1
    return a
