#: helper


def double(x):
    return x * 2


def squares(n):
    for i in range(n):
        yield i * i
