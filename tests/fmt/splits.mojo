def __hash__[H: Hasher](self, mut hasher: H) where conforms_to(Self.T, Hashable) and conforms_to(Self.T, X):
    some_dict["with_a_long_key"] = some_module_name.some_function_name_that_is_long(first_argument, second_argument, third_argument)
    var total = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb * cccccccccccc
    var blocks = (total_rows + TILE_SIZE_IN_Y_DIRECTION - 1) // TILE_SIZE_IN_Y_DIRECTION
    comptime assert dtype.is_floating_point(), "dtype must be a floating-point type, not an integer"
    var n = session.query(models.Customer.id).filter(models.Customer.account_id == 10000).count()
    comptime IteratorType[mut: Bool, //, origin: Origin[mut=mut]]: Iterator = _DictIter[Self.K, Self.V, origin]
    if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb or ccccccccccccccc:
        call(a,)
        x = Tuple[Int,]()
        y = [1, 2, 3,]
    for index in range(0, some_long_function_name(argument_number_one), another_function(argument_two)):
        pass
    return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccc
def print_all[*Ts: Writable](*values: *Ts, sep: StringSlice = " ", end: StringSlice = "\n", flush: Bool = False):
    ...
def __next__(mut self,) raises StopIteration -> ref[Self.origin] Self.Element:
    ...
from some.module.with_a_long_name import first_name, second_name, third_name as other_name
