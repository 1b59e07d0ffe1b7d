; SPDX-License-Identifier: Apache-2.0
[
  (function_definition)
  (class_definition)
  (struct_definition)
  (trait_definition)
  (extension_definition)
  (mlir_region)
  (if_statement)
  (elif_clause)
  (else_clause)
  (for_statement)
  (while_statement)
  (with_statement)
  (try_statement)
  (except_clause)
  (finally_clause)
  (match_statement)
  (case_clause)
] @indent @extend

[
  (parameters)
  (type_parameters)
  (argument_list)
  (origin_arguments)
  (conformance_list)
  (capture_list)
  (subscript)
  (list)
  (list_comprehension)
  (set)
  (set_comprehension)
  (dictionary)
  (dictionary_comprehension)
  (tuple)
  (parenthesized_expression)
  (generator_expression)
] @indent

[
  (return_statement)
  (raise_statement)
  (break_statement)
  (continue_statement)
  (pass_statement)
] @extend.prevent-once

[
  ")"
  "]"
  "}"
  "elif"
  "else"
  "except"
  "finally"
] @outdent
