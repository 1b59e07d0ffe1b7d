; SPDX-License-Identifier: Apache-2.0
; Capture names of nvim-treesitter-textobjects; helix/textobjects.scm says the same for Helix.

(function_definition
  body: (block) @function.inner) @function.outer

(decorated_definition
  definition: (function_definition)) @function.outer

(lambda
  body: (_) @function.inner) @function.outer

(class_definition
  body: (block) @class.inner) @class.outer

(struct_definition
  body: (block) @class.inner) @class.outer

(trait_definition
  body: (block) @class.inner) @class.outer

(extension_definition
  body: (block) @class.inner) @class.outer

(decorated_definition
  definition: [
    (class_definition)
    (struct_definition)
    (trait_definition)
  ]) @class.outer

(parameter) @parameter.inner @parameter.outer

(type_parameter) @parameter.inner @parameter.outer

(argument_list
  (_) @parameter.inner @parameter.outer)

(subscript
  subscript: (_) @parameter.inner @parameter.outer)

(call) @call.outer

(call
  arguments: (argument_list) @call.inner)

(if_statement
  consequence: (block) @conditional.inner) @conditional.outer

(elif_clause
  consequence: (block) @conditional.inner)

(else_clause
  body: (block) @conditional.inner)

(match_statement
  body: (block) @conditional.inner) @conditional.outer

(case_clause
  body: (block) @conditional.inner)

(for_statement
  body: (block) @loop.inner) @loop.outer

(while_statement
  body: (block) @loop.inner) @loop.outer

(block) @block.inner @block.outer

(comment) @comment.inner @comment.outer

(assignment
  left: (_) @assignment.lhs
  right: (_) @assignment.inner @assignment.rhs) @assignment.outer

(augmented_assignment
  left: (_) @assignment.lhs
  right: (_) @assignment.inner @assignment.rhs) @assignment.outer

(variable_declaration
  left: (_) @assignment.lhs
  right: (_) @assignment.inner @assignment.rhs) @assignment.outer

(comptime_declaration
  name: (_) @assignment.lhs
  value: (_) @assignment.inner @assignment.rhs) @assignment.outer

(return_statement
  (_) @return.inner) @return.outer

[
  (integer)
  (float)
] @number.inner

[
  (expression_statement)
  (assignment)
  (augmented_assignment)
  (variable_declaration)
  (comptime_declaration)
  (import_statement)
  (import_from_statement)
  (assert_statement)
  (return_statement)
  (raise_statement)
  (delete_statement)
  (pass_statement)
  (break_statement)
  (continue_statement)
  (if_statement)
  (for_statement)
  (while_statement)
  (with_statement)
  (try_statement)
  (match_statement)
] @statement.outer
