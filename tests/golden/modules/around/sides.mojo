#: helper
@fieldwise_init
struct Sides:
    var n: Int
