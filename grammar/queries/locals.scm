; SPDX-License-Identifier: Apache-2.0
; What tree-sitter itself reads; nvim/locals.scm says of which kind each definition is.

; Scopes
[
  (module)
  (function_definition)
  (class_definition)
  (struct_definition)
  (trait_definition)
  (extension_definition)
  (lambda)
  (for_statement)
  (with_statement)
  (except_clause)
  (case_clause)
  (list_comprehension)
  (set_comprehension)
  (dictionary_comprehension)
  (generator_expression)
] @local.scope

; Declarations
(function_definition
  name: (identifier) @local.definition)

(class_definition
  name: (identifier) @local.definition)

(struct_definition
  name: (identifier) @local.definition)

(trait_definition
  name: (identifier) @local.definition)

(type_alias_statement
  name: (identifier) @local.definition)

(type_parameter
  name: (identifier) @local.definition)

(parameter
  name: (identifier) @local.definition)

(parameter
  name: (reference
    (identifier) @local.definition))

(function_definition
  result_name: (identifier) @local.definition)

(comptime_declaration
  name: (identifier) @local.definition)

(comptime_declaration
  name: (expression_list
    (identifier) @local.definition))

(struct_definition
  body: (block
    (variable_declaration
      left: (identifier) @local.definition)))

(variable_declaration
  left: (identifier) @local.definition)

(variable_declaration
  left: (expression_list
    (identifier) @local.definition))

(variable_declaration
  left: (tuple
    (identifier) @local.definition))

(assignment
  left: (identifier) @local.definition)

(assignment
  left: (expression_list
    (identifier) @local.definition))

(assignment
  left: (tuple
    (identifier) @local.definition))

(assignment
  left: (list
    (identifier) @local.definition))

(named_expression
  name: (identifier) @local.definition)

(for_statement
  left: (identifier) @local.definition)

(for_statement
  left: (expression_list
    (identifier) @local.definition))

(for_statement
  left: (tuple
    (identifier) @local.definition))

(for_in_clause
  left: (identifier) @local.definition)

(for_in_clause
  left: (expression_list
    (identifier) @local.definition))

(for_in_clause
  left: (tuple
    (identifier) @local.definition))

(binding
  name: (identifier) @local.definition)

(with_item
  alias: (identifier) @local.definition)

(except_clause
  alias: (identifier) @local.definition)

(capture_pattern
  (identifier) @local.definition)

(as_pattern
  alias: (identifier) @local.definition)

(splat_pattern
  (identifier) @local.definition)

; Imports
(import_statement
  name: (dotted_name
    .
    (identifier) @local.definition))

(aliased_import
  alias: (identifier) @local.definition)

(import_from_statement
  name: (dotted_name
    (identifier) @local.definition))

; References
(identifier) @local.reference
