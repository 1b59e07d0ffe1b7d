def whole(a: Int, b: Int) -> Int:
    def header_that_is_too_long[T: Hasher](self, mut hasher: T, other: Int) where conforms_to(T, Hashable): pass
    def no_parameters(mut self) raises StopIteration -> ref[Self.origin_of_the_iterator] Self.ElementType: pass
    def one_argument_only(self_of_a_long_name_that_fills_most: OfTheLineAndTheRestOfTheHeader) -> Int: pass
    some_dict["with_a_long_key"] = some_module_name.some_function_name_that_is_long(first_argument, second_argument, third_argument)
    var total = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb * cccccccccccc
    var blocks = (total_rows + TILE_SIZE_IN_Y_DIRECTION_OF_GRID - 1) // TILE_SIZE_IN_Y_DIRECTION_OF_GRID
    var n = session.query(models.Customer.id).filter(models.Customer.account_id == 10000).count()
    return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and bbbbbbbbbbbbbbbbbbbbbbbbbbb or ccccccccccccccccccccc
    if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == bbbbbbbbbbbbbbbbbbbbbbbbbbb and not ccccccccccccc in dddd: pass
    var comprehension = [element_of_the_list * 2 for element_of_the_list in the_list_of_elements if element_of_the_list > 2]
    var list = [aaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccccccc, ddd]
    var args = function(*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, **bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)
    var d = {"aaaaaaaaaaaaaaaaaaaaaaaaaaa": bbbbbbbbbbbbbbbbbbbbbbbbbbb, "ccccccccccccccccccccc": ddddd}
    var trailer = first_part_of_the_chain(aaaaaaaaaaaaaaaaa).second_part_of_the_chain(bbbbbbbbbb)[ccccccc]
    assert aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb), ccccccccccccccccccccc
    from a_module_with_a_long_name import first_name_of_it, second_name_of_it, third_name_of_it
    var too_long_and_nothing_to_split_it_at_all = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    for element_of_the_list, other_element in zip_together(the_first_list_of_them, the_second_list): pass
    del aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccc
    aaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbb = ccccccccccccccccccccccccccc(dddddddddddd)
    call(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbb, lambda x: cccccccccccc(x) + 1)
