#: parse
def main():
    for ref x^ in [1, 2]:
#~^ E0040 @13-15: cannot assign to a transferred value
        pass
    y^ = 3
#~^ E0040 @5-7: cannot assign to a transferred value
    for z in x^:
        pass
