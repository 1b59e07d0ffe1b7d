; SPDX-License-Identifier: Apache-2.0

(class_definition
  name: (identifier) @name) @definition.class

(struct_definition
  name: (identifier) @name) @definition.class

(trait_definition
  name: (identifier) @name) @definition.interface

(extension_definition
  name: (identifier) @name) @reference.class

(type_alias_statement
  name: (identifier) @name) @definition.type

(comptime_declaration
  name: (identifier) @name) @definition.constant

(module
  (assignment
    left: (identifier) @name) @definition.constant)

(module
  (function_definition
    name: (identifier) @name) @definition.function)

(module
  (decorated_definition
    definition: (function_definition
      name: (identifier) @name)) @definition.function)

(function_definition
  body: (block
    (function_definition
      name: (identifier) @name) @definition.function))

(class_definition
  body: (block
    (function_definition
      name: (identifier) @name) @definition.method))

(class_definition
  body: (block
    (decorated_definition
      definition: (function_definition
        name: (identifier) @name)) @definition.method))

(struct_definition
  body: (block
    (function_definition
      name: (identifier) @name) @definition.method))

(struct_definition
  body: (block
    (decorated_definition
      definition: (function_definition
        name: (identifier) @name)) @definition.method))

(trait_definition
  body: (block
    (function_definition
      name: (identifier) @name) @definition.method))

(extension_definition
  body: (block
    (function_definition
      name: (identifier) @name) @definition.method))

(struct_definition
  body: (block
    (variable_declaration
      left: (identifier) @name) @definition.field))

(call
  function: [
    (identifier) @name
    (attribute
      attribute: (identifier) @name)
    (subscript
      value: (identifier) @name)
    (subscript
      value: (attribute
        attribute: (identifier) @name))
  ]) @reference.call

(conformance
  trait: (identifier) @name) @reference.interface

(parameter
  type: (identifier) @name) @reference.type

(class_definition
  superclasses: (argument_list
    (identifier) @name) @reference.class)
