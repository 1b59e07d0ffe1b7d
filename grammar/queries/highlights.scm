; SPDX-License-Identifier: Apache-2.0
; Later patterns win. Capture names are those of nvim-treesitter.

; ---------------------------------------------------------------- names

(identifier) @variable

((identifier) @variable.builtin
  (#any-of? @variable.builtin "self" "cls"))

((identifier) @type
  (#match? @type "^_*[A-Z][A-Za-z0-9_]*[a-z][A-Za-z0-9_]*$"))

((identifier) @constant
  (#match? @constant "^_*[A-Z][A-Z0-9_]+$"))

((identifier) @constant.builtin
  (#any-of? @constant.builtin "NotImplemented" "Ellipsis" "__debug__"))

(attribute
  attribute: (identifier) @variable.member)

(implicit_member
  attribute: (identifier) @variable.member)

((attribute
  attribute: (identifier) @type)
  (#match? @type "^_*[A-Z][A-Za-z0-9_]*[a-z][A-Za-z0-9_]*$"))

((attribute
  attribute: (identifier) @constant)
  (#match? @constant "^_*[A-Z][A-Z0-9_]+$"))

; Names of the compiler's own language, in backticks
((attribute
  object: (identifier) @module.builtin
  attribute: (identifier) @string.special.symbol)
  (#any-of? @module.builtin "__mlir_op" "__mlir_type" "__mlir_attr"))

; ---------------------------------------------------------------- types

(parameter
  type: (identifier) @type)

(type_parameter
  name: (identifier) @type
  bound: (_)?)

(type_parameter
  bound: (identifier) @type)

(assignment
  type: (identifier) @type)

(variable_declaration
  type: (identifier) @type)

(comptime_declaration
  type: (identifier) @type)

(function_definition
  result: (identifier) @type)

(function_type
  result: (identifier) @type)

(lambda
  result: (identifier) @type)

(reference_type
  type: (identifier) @type)

(raises_effect
  type: (identifier) @type)

(conformance
  trait: (identifier) @type)

(type_alias_statement
  name: (identifier) @type.definition)

(class_definition
  name: (identifier) @type.definition)

(struct_definition
  name: (identifier) @type.definition)

(trait_definition
  name: (identifier) @type.definition)

(extension_definition
  name: (identifier) @type)

(class_pattern
  class: (identifier) @type)

(class_definition
  superclasses: (argument_list
    (identifier) @type))

((identifier) @type.builtin
  (#any-of? @type.builtin
    "Self" "Int" "Int8" "Int16" "Int32" "Int64" "Int128" "Int256" "UInt" "UInt8" "UInt16" "UInt32" "UInt64"
    "UInt128" "UInt256" "Byte" "Float16" "Float32" "Float64" "BFloat16" "Scalar" "SIMD" "DType" "Bool"
    "String" "StringLiteral" "StaticString" "StringSpan" "Codepoint" "IntLiteral" "FloatLiteral" "List"
    "Array" "Dict" "Optional" "Tuple" "Span" "Pointer" "NoneType" "Never" "Error" "AnyType" "Some"
    "Origin" "ImmOrigin" "MutOrigin" "int" "float" "complex" "bool" "str" "bytes" "bytearray" "list"
    "tuple" "dict" "set" "frozenset" "object" "type" "range" "slice" "memoryview" "property"
    "staticmethod" "classmethod" "super"))

; ---------------------------------------------------------------- functions

(call
  function: (identifier) @function.call)

(call
  function: (attribute
    attribute: (identifier) @function.method.call))

(call
  function: (subscript
    value: (identifier) @function.call))

(call
  function: (subscript
    value: (attribute
      attribute: (identifier) @function.method.call)))

((call
  function: (identifier) @constructor)
  (#match? @constructor "^_*[A-Z]"))

((call
  function: (identifier) @function.builtin)
  (#any-of? @function.builtin
    "abs" "aiter" "all" "alloc" "anext" "any" "ascii" "bin" "breakpoint" "callable" "chr" "compile"
    "debug_assert" "delattr" "dir" "divmod" "enumerate" "eval" "exec" "filter" "format" "getattr" "globals"
    "hasattr" "hash" "help" "hex" "id" "input" "isinstance" "issubclass" "iter" "len" "locals"
    "map" "materialize" "max" "min" "next" "oct" "open" "ord" "pow" "print" "rebind" "rebind_var" "reflect"
    "repr" "reversed" "round" "setattr" "sorted" "sum" "swap" "vars" "zip" "__import__"))

((call
  function: (identifier) @keyword.directive)
  (#any-of? @keyword.directive "comptime" "type_of" "origin_of" "conforms_to" "__type_of" "__origin_of"))

(function_definition
  name: (identifier) @function)

(struct_definition
  body: (block
    (function_definition
      name: (identifier) @function.method)))

(struct_definition
  body: (block
    (decorated_definition
      definition: (function_definition
        name: (identifier) @function.method))))

(trait_definition
  body: (block
    (function_definition
      name: (identifier) @function.method)))

(extension_definition
  body: (block
    (function_definition
      name: (identifier) @function.method)))

(class_definition
  body: (block
    (function_definition
      name: (identifier) @function.method)))

(class_definition
  body: (block
    (decorated_definition
      definition: (function_definition
        name: (identifier) @function.method))))

(decorator
  (identifier) @attribute)

(decorator
  (attribute
    attribute: (identifier) @attribute))

(decorator
  (call
    function: (identifier) @attribute))

(decorator
  (call
    function: (attribute
      attribute: (identifier) @attribute)))

; ---------------------------------------------------------------- parameters, fields, names of modules

(parameter
  name: (identifier) @variable.parameter)

(parameter
  name: (reference
    (identifier) @variable.parameter))

((parameter
  name: (identifier) @variable.builtin)
  (#any-of? @variable.builtin "self" "cls"))

(keyword_argument
  name: (identifier) @variable.parameter)

(keyword_pattern
  name: (identifier) @variable.parameter)

(struct_definition
  body: (block
    (variable_declaration
      left: (identifier) @variable.member)))

(struct_literal
  fields: (dictionary
    (pair
      key: (identifier) @variable.member)))

(comptime_declaration
  name: (identifier) @constant)

(capture
  name: (identifier) @variable)

(import_statement
  name: (dotted_name
    (identifier) @module))

(import_statement
  name: (aliased_import
    name: (dotted_name
      (identifier) @module)))

(import_statement
  name: (aliased_import
    alias: (identifier) @module))

(import_from_statement
  module: (dotted_name
    (identifier) @module))

(relative_import
  (dotted_name
    (identifier) @module))

; ---------------------------------------------------------------- literals

(integer) @number

(float) @number.float

[
  (true)
  (false)
] @boolean

(none) @constant.builtin

(ellipsis) @constant.builtin

(string) @string

(escape_sequence) @string.escape

(interpolation) @none

(conversion) @function.macro

(comment) @spell @comment

((module
  .
  (comment) @keyword.directive)
  (#match? @keyword.directive "^#!"))

; Documentation
(module
  .
  (comment)*
  .
  (expression_statement
    (string) @spell @string.documentation))

(function_definition
  body: (block
    .
    (expression_statement
      (string) @spell @string.documentation)))

(class_definition
  body: (block
    .
    (expression_statement
      (string) @spell @string.documentation)))

(struct_definition
  body: (block
    (expression_statement
      (string) @spell @string.documentation)))

(trait_definition
  body: (block
    (expression_statement
      (string) @spell @string.documentation)))

(extension_definition
  body: (block
    (expression_statement
      (string) @spell @string.documentation)))

(line_continuation) @punctuation.special

; ---------------------------------------------------------------- operators and punctuation

[
  "+" "-" "*" "/" "//" "%" "**" "@" "&" "|" "^" "~" "<<" ">>"
  "<" "<=" "==" "!=" ">=" ">" "=" ":=" "->"
  "+=" "-=" "*=" "/=" "//=" "%=" "**=" "@=" "&=" "|=" "^=" "<<=" ">>="
] @operator

(transfer
  "^" @operator)

[
  "and" "or" "not" "in" "is" "not in" "is not"
] @keyword.operator

[
  "(" ")" "[" "]" "{" "}"
] @punctuation.bracket

[
  "," "." ":" ";"
] @punctuation.delimiter

(decorator
  "@" @attribute)

(interpolation
  [
    "{"
    "}"
  ] @punctuation.special)

(format_specifier
  ":" @punctuation.special)

(separator) @punctuation.special

(list_splat
  "*" @operator)

; ---------------------------------------------------------------- keywords

[
  "def" "fn" "lambda"
] @keyword.function

[
  "class" "struct" "trait" "extension" "type"
] @keyword.type

[
  "var" "let" "ref" "alias" "comptime"
] @keyword

[
  "async" "await"
] @keyword.coroutine

[
  "return" "yield"
] @keyword.return

[
  "if" "elif" "else" "match" "case"
] @keyword.conditional

(conditional_expression
  [
    "if"
    "else"
  ] @keyword.conditional.ternary)

[
  "for" "while" "break" "continue"
] @keyword.repeat

(for_in_clause
  "in" @keyword.repeat)

(for_statement
  "in" @keyword.repeat)

[
  "import" "from" "as"
] @keyword.import

(with_item
  "as" @keyword)

(except_clause
  "as" @keyword)

(as_pattern
  "as" @keyword)

[
  "try" "except" "finally" "raise"
] @keyword.exception

(raise_statement
  "from" @keyword.exception)

(yield
  "from" @keyword.return)

[
  "assert" "del" "global" "nonlocal" "pass" "with" "__comptime_assert" "__disable_del" "__mlir_region"
] @keyword

[
  (convention)
  (effect)
] @keyword.modifier

(raises_effect
  "raises" @keyword.modifier)

(abi_effect
  "abi" @keyword.modifier)

(capturing_effect
  "capturing" @keyword.modifier)

(where_clause
  "where" @keyword.modifier)

