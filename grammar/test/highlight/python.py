"""Doc."""
# ^ string.documentation
import os as o
# <- keyword.import
#      ^ module

class A(Base):
# <- keyword.type
#     ^ type.definition
#       ^ type
    async def f(self, match: int = 3) -> None:
    # <- keyword.coroutine
    #     ^ keyword.function
    #         ^ function.method
    #           ^ variable.builtin
    #                 ^ variable.parameter
    #                        ^ type.builtin
        match match:
        # <- keyword.conditional
        #     ^ variable.parameter
            case Point(x=0):
            # <- keyword.conditional
            #    ^ type
            #          ^ variable.parameter
                raise E from None
                # <- keyword.exception
                #       ^ keyword.exception
                #            ^ constant.builtin
        return [var for var in x if not True]
        #       ^ variable
        #               ^ variable
        #                   ^ keyword.repeat
        #                           ^ keyword.operator
        #                               ^ boolean
