from std.memory import Pointer
# <- keyword.import
#    ^ module
#          ^ module
#                 ^ keyword.import

comptime Width = 8
# <- keyword
#        ^ constant
#                ^ number

@fieldwise_init
# <- attribute
#^ attribute
struct Ring[T: Copyable, //](Sized) where n > 0:
# <- keyword.type
#      ^ type.definition
#           ^ type
#              ^ type
#                        ^ punctuation.special
#                            ^ type
#                                   ^ keyword.modifier
    """Doc."""
    # ^ string.documentation
    var head: Int
    # <- keyword
    #   ^ variable.member
    #         ^ type.builtin

    def take(mut self, var x: Int) raises Err {imm y} -> ref[x] T:
    # <- keyword.function
    #   ^ function.method
    #        ^ keyword.modifier
    #            ^ variable.builtin
    #                  ^ keyword.modifier
    #                      ^ variable.parameter
    #                              ^ keyword.modifier
    #                                     ^ type
    #                                          ^ keyword.modifier
    #                                                    ^ keyword.modifier
        var s = t"a {self.head!r:>{w}}\n"
        #       ^ string
        #           ^ punctuation.special
        #             ^ variable.builtin
        #                 ^ variable.member
        #                             ^ string.escape
        return x^ if a else print(b ^ c)
        # <- keyword.return
        #       ^ operator
        #         ^ keyword.conditional.ternary
        #                   ^ function.builtin
        #                           ^ operator

comptime if Width > 2:
# <- keyword
#        ^ keyword.conditional
    pass
    # <- keyword
