; SPDX-License-Identifier: Apache-2.0

((comment) @injection.content
  (#set! injection.language "comment"))

; Documentation is Markdown
((function_definition
  body: (block
    .
    (expression_statement
      (string
        (string_content) @injection.content))))
  (#set! injection.language "markdown")
  (#set! injection.combined))

((struct_definition
  body: (block
    (expression_statement
      (string
        (string_content) @injection.content))))
  (#set! injection.language "markdown")
  (#set! injection.combined))

((trait_definition
  body: (block
    (expression_statement
      (string
        (string_content) @injection.content))))
  (#set! injection.language "markdown")
  (#set! injection.combined))

((class_definition
  body: (block
    .
    (expression_statement
      (string
        (string_content) @injection.content))))
  (#set! injection.language "markdown")
  (#set! injection.combined))

((module
  .
  (comment)*
  .
  (expression_statement
    (string
      (string_content) @injection.content)))
  (#set! injection.language "markdown")
  (#set! injection.combined))

; re.compile(r"...")
((call
  function: (attribute
    object: (identifier) @_re
    attribute: (identifier) @_name)
  arguments: (argument_list
    .
    (string
      (string_start) @_raw
      (string_content) @injection.content)))
  (#eq? @_re "re")
  (#any-of? @_name "compile" "match" "fullmatch" "search" "split" "findall" "finditer" "sub" "subn")
  (#any-of? @_raw "r\"" "r'" "R\"" "R'" "r\"\"\"" "r'''")
  (#set! injection.language "regex"))
