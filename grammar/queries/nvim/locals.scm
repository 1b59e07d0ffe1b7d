; SPDX-License-Identifier: Apache-2.0

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
  name: (identifier) @local.definition.function
  (#set! definition.function.scope "parent"))

(class_definition
  name: (identifier) @local.definition.type
  (#set! definition.type.scope "parent"))

(struct_definition
  name: (identifier) @local.definition.type
  (#set! definition.type.scope "parent"))

(trait_definition
  name: (identifier) @local.definition.type
  (#set! definition.type.scope "parent"))

(type_alias_statement
  name: (identifier) @local.definition.type)

(type_parameter
  name: (identifier) @local.definition.parameter)

(parameter
  name: (identifier) @local.definition.parameter)

(parameter
  name: (reference
    (identifier) @local.definition.parameter))

(function_definition
  result_name: (identifier) @local.definition.var)

(comptime_declaration
  name: (identifier) @local.definition.constant)

(comptime_declaration
  name: (expression_list
    (identifier) @local.definition.constant))

(struct_definition
  body: (block
    (variable_declaration
      left: (identifier) @local.definition.field)))

(variable_declaration
  left: (identifier) @local.definition.var)

(variable_declaration
  left: (expression_list
    (identifier) @local.definition.var))

(variable_declaration
  left: (tuple
    (identifier) @local.definition.var))

(assignment
  left: (identifier) @local.definition.var)

(assignment
  left: (expression_list
    (identifier) @local.definition.var))

(assignment
  left: (tuple
    (identifier) @local.definition.var))

(assignment
  left: (list
    (identifier) @local.definition.var))

(named_expression
  name: (identifier) @local.definition.var)

(for_statement
  left: (identifier) @local.definition.var)

(for_statement
  left: (expression_list
    (identifier) @local.definition.var))

(for_statement
  left: (tuple
    (identifier) @local.definition.var))

(for_in_clause
  left: (identifier) @local.definition.var)

(for_in_clause
  left: (expression_list
    (identifier) @local.definition.var))

(for_in_clause
  left: (tuple
    (identifier) @local.definition.var))

(binding
  name: (identifier) @local.definition.var)

(with_item
  alias: (identifier) @local.definition.var)

(except_clause
  alias: (identifier) @local.definition.var)

(capture_pattern
  (identifier) @local.definition.var)

(as_pattern
  alias: (identifier) @local.definition.var)

(splat_pattern
  (identifier) @local.definition.var)

; Imports
(import_statement
  name: (dotted_name
    .
    (identifier) @local.definition.import))

(aliased_import
  alias: (identifier) @local.definition.import)

(import_from_statement
  name: (dotted_name
    (identifier) @local.definition.import))

; References
(identifier) @local.reference
