; SPDX-License-Identifier: Apache-2.0
(function_definition
  body: (block) @function.inside) @function.around

(lambda
  body: (_) @function.inside) @function.around

(class_definition
  body: (block) @class.inside) @class.around

(struct_definition
  body: (block) @class.inside) @class.around

(trait_definition
  body: (block) @class.inside) @class.around

(extension_definition
  body: (block) @class.inside) @class.around

(parameters
  (parameter) @parameter.inside @parameter.around)

(type_parameters
  (type_parameter) @parameter.inside @parameter.around)

(argument_list
  (_) @parameter.inside @parameter.around)

(comment) @comment.inside

(comment)+ @comment.around

((function_definition
  name: (identifier) @_name
  body: (block) @test.inside) @test.around
  (#match? @_name "^test_"))
