; SPDX-License-Identifier: Apache-2.0
; Capture names of nvim-treesitter; helix/indents.scm says the same for Helix.

[
  (function_definition)
  (class_definition)
  (struct_definition)
  (trait_definition)
  (extension_definition)
  (mlir_region)
  (if_statement)
  (for_statement)
  (while_statement)
  (with_statement)
  (try_statement)
  (match_statement)
  (case_clause)
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
  (concatenated_string)
] @indent.begin

(import_from_statement
  "(") @indent.begin

(ERROR
  ":" @indent.begin
  .)

[
  (elif_clause)
  (else_clause)
  (except_clause)
  (finally_clause)
] @indent.branch

[
  ")"
  "]"
  "}"
] @indent.branch @indent.end

[
  (return_statement)
  (raise_statement)
  (break_statement)
  (continue_statement)
  (pass_statement)
] @indent.dedent

(string) @indent.auto
