struct Ring(Sized):
#      ^ definition.class
#           ^ reference.interface
    var head: Int
    #   ^ definition.field
    def take(self, x: Int):
    #   ^ definition.method
    #                 ^ reference.type
        push[Int](x)
        # <- reference.call

trait Shape:
#     ^ definition.interface
    pass

def main():
#   ^ definition.function
    pass
