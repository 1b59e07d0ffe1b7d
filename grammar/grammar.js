// SPDX-License-Identifier: Apache-2.0
/**
 * One grammar for Python 3.13 and Mojo 1.x (`.py`, `.mojo`, `.🔥`), the older spellings of Mojo included.
 *
 * Three decisions keep it deterministic, hence fast:
 *  - Words that are keywords only in one place (`var`, `struct`, `match`, `mut`, `fn`, ...) are external tokens.
 *    The scanner looks at what follows and says whether the word is a keyword there, so no state has both
 *    readings and Python code may use them all as names.
 *  - Assignment and loop targets are expressions; there is no second family of pattern nodes to choose from.
 *  - `_expression` is one flat choice, ordered by precedence alone. A state behind an operand then has nothing to do
 *    but reduce to `_expression`, and the generator removes such reductions. It also takes some programs that
 *    the languages reject (`1 + not x`, `f(a.b=1)`); the compiler's own parser reports those.
 */

const PREC = {
  call: 23,
  await: 22,
  power: 21,
  unary: 20,
  times: 19,
  plus: 18,
  shift: 17,
  bitand: 16,
  xor: 15,
  bitor: 14,
  target: 13, // ends before `in`
  compare: 12,
  not: 11,
  and: 10,
  or: 9,
  clause: 3, // ends before an `if` that is not in parentheses
  conditional: 2,
  lambda: 1,
  named: -1,
};

const sep1 = (rule, separator) => seq(rule, repeat(seq(separator, rule)));
const commaSep1 = rule => seq(sep1(rule, ','), optional(','));
const commaSep = rule => optional(commaSep1(rule));
/** Two or more, or one with a trailing comma: what makes a list out of an expression. */
const commaList = rule => seq(rule, choice(',', seq(repeat1(seq(',', rule)), optional(','))));

const beyondAscii =
  '\\u{A1}-\\u{167F}\\u{1681}-\\u{1FFF}\\u{2070}-\\u{2FFF}\\u{3001}-\\u{FEFE}\\u{FF00}-\\u{FFFC}\\u{10000}-\\u{10FFFF}';

module.exports = grammar({
  name: 'mojo',

  word: $ => $.identifier,

  extras: $ => [/[ \t\r\n\f\uFEFF]/, $.comment, $.line_continuation],

  // The order is that of `enum Token` in src/scanner.c.
  externals: $ => [
    $._newline,
    $._indent,
    $._dedent,
    $.string_start,
    $.string_content,
    $.escape_sequence,
    $._format_colon,
    $._format_content,
    $.string_end,
    $._transfer,
    $._reference,
    $._kw_var,
    $._kw_let,
    $._kw_ref,
    $._kw_struct,
    $._kw_trait,
    $._kw_extension,
    $._kw_fn,
    $._kw_fn_type,
    $._kw_comptime,
    $._kw_alias,
    $._kw_match,
    $._kw_type,
    $._kw_region,
    $._kw_comptime_assert,
    $._kw_disable_del,
    $.convention,
    $._convention_origin,
    $._error_sentinel,
  ],

  inline: $ => [
    $._simple_statement,
    $._compound_statement,
    $._element,
    $._argument,
    $._index,
    $._suite,
    $._targets,
    $._type_list,
    $._right,
  ],

  conflicts: _ => [],

  rules: {
    module: $ => repeat($._statement),

    _statement: $ => choice($._simple_statements, $._compound_statement),

    // ---------------------------------------------------------------- simple statements

    _simple_statements: $ => seq(sep1($._simple_statement, ';'), optional(';'), $._newline),

    _simple_statement: $ => choice(
      $.expression_statement,
      $.assignment,
      $.augmented_assignment,
      $.variable_declaration,
      $.comptime_declaration,
      $.type_alias_statement,
      $.import_statement,
      $.import_from_statement,
      $.assert_statement,
      $.return_statement,
      $.raise_statement,
      $.delete_statement,
      $.global_statement,
      $.nonlocal_statement,
      $.pass_statement,
      $.break_statement,
      $.continue_statement,
    ),

    expression_statement: $ => choice(
      $._expression,
      $.list_splat,
      $.expression_list,
      $.yield,
    ),

    expression_list: $ => commaList(choice($._expression, $.list_splat)),

    assignment: $ => seq(
      field('left', $._targets),
      choice(
        seq('=', field('right', $._right)),
        seq(':', field('type', $._type_list)),
        seq(':', field('type', $._type_list), '=', field('right', $._right)),
      ),
    ),

    _targets: $ => choice($._expression, $.list_splat, $.expression_list),

    _right: $ => choice(
      $._expression,
      $.list_splat,
      $.expression_list,
      $.yield,
      $.assignment,
      $.augmented_assignment,
      $.variable_declaration,
    ),

    _type_list: $ => choice($._expression, $.list_splat, $.expression_list),

    augmented_assignment: $ => seq(
      field('left', $._targets),
      field('operator', choice(
        '+=', '-=', '*=', '/=', '@=', '//=', '%=', '**=', '>>=', '<<=', '&=', '^=', '|=',
      )),
      field('right', $._right),
    ),

    // `var x: T = e`, `let x = e`, `ref r = e`
    variable_declaration: $ => prec.right(seq(
      field('kind', choice(alias($._kw_var, 'var'), alias($._kw_let, 'let'), alias($._kw_ref, 'ref'))),
      field('left', choice($._expression, alias($.declared_list, $.expression_list))),
      optional(seq(':', field('type', $._type_list))),
      optional(seq('=', field('right', $._right))),
    )),

    declared_list: $ => commaList(choice($._expression, alias($.target_splat, $.list_splat))),

    // `comptime N = e`, `comptime N[p: T]: B where c = e`, `comptime a, b = e`, `alias N = e`
    comptime_declaration: $ => seq(
      field('kind', choice(alias($._kw_comptime, 'comptime'), alias($._kw_alias, 'alias'))),
      field('name', choice($.identifier, alias($.name_list, $.expression_list), $.tuple)),
      optional(field('type_parameters', $.type_parameters)),
      optional(seq(':', field('type', choice($._expression, $.list_splat)))),
      repeat($.where_clause),
      optional(seq('=', field('value', choice($._expression, $.expression_list)))),
    ),

    name_list: $ => commaList($.identifier),

    type_alias_statement: $ => seq(
      alias($._kw_type, 'type'),
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      '=',
      field('value', $._expression),
    ),

    import_statement: $ => seq(
      'import',
      sep1(field('name', choice($.dotted_name, $.aliased_import)), ','),
    ),

    import_from_statement: $ => seq(
      'from',
      field('module', choice($.relative_import, $.dotted_name)),
      'import',
      choice(
        $.wildcard_import,
        seq('(', $._import_items, ')'),
        $._import_items,
      ),
    ),

    _import_items: $ => commaSep1(field('name', choice(
      $.dotted_name,
      $.aliased_import,
    ))),

    aliased_import: $ => seq(field('name', $.dotted_name), 'as', field('alias', $.identifier)),

    wildcard_import: _ => '*',

    relative_import: $ => prec.right(seq(repeat1(choice('.', '...')), optional($.dotted_name))),

    dotted_name: $ => prec.right(sep1($.identifier, '.')),

    assert_statement: $ => seq(
      choice('assert', alias($._kw_comptime_assert, '__comptime_assert'), seq(alias($._kw_comptime, 'comptime'), 'assert')),
      field('condition', $._expression),
      optional(seq(',', field('message', $._expression))),
      optional(','),
    ),

    return_statement: $ => seq('return', optional(choice(
      $._expression, $.list_splat, $.expression_list, $.yield,
    ))),

    raise_statement: $ => seq('raise', optional(seq(
      choice($._expression, $.expression_list),
      optional(seq('from', field('cause', $._expression))),
    ))),

    // `__disable_del x` (2024): the value is not destroyed
    delete_statement: $ => seq(choice('del', alias($._kw_disable_del, '__disable_del')), choice($._expression, $.expression_list)),

    global_statement: $ => seq('global', sep1($.identifier, ',')),
    nonlocal_statement: $ => seq('nonlocal', sep1($.identifier, ',')),
    pass_statement: _ => prec.left('pass'),
    break_statement: _ => prec.left('break'),
    continue_statement: _ => prec.left('continue'),

    // ---------------------------------------------------------------- compound statements

    _compound_statement: $ => choice(
      $.if_statement,
      $.for_statement,
      $.while_statement,
      $.try_statement,
      $.with_statement,
      $.match_statement,
      $.function_definition,
      $.class_definition,
      $.struct_definition,
      $.trait_definition,
      $.extension_definition,
      $.mlir_region,
      $.decorated_definition,
    ),

    _suite: $ => choice(alias($._simple_statements, $.block), $.block),

    block: $ => seq($._indent, repeat1($._statement), $._dedent),

    if_statement: $ => seq(
      optional(alias($._kw_comptime, 'comptime')),
      'if',
      field('condition', $._expression),
      ':',
      field('consequence', $._suite),
      repeat(field('alternative', $.elif_clause)),
      optional(field('alternative', $.else_clause)),
    ),

    elif_clause: $ => seq(
      'elif',
      field('condition', $._expression),
      ':',
      field('consequence', $._suite),
    ),

    else_clause: $ => seq('else', ':', field('body', $._suite)),

    for_statement: $ => seq(
      optional(choice('async', alias($._kw_comptime, 'comptime'))),
      'for',
      field('left', $._for_targets),
      'in',
      field('right', choice($._expression, $.list_splat, $.expression_list)),
      ':',
      field('body', $._suite),
      optional(field('alternative', $.else_clause)),
    ),

    _for_targets: $ => choice(
      $._for_target,
      alias($.for_target_list, $.expression_list),
    ),
    for_target_list: $ => commaList($._for_target),
    _for_target: $ => choice(
      prec(PREC.target, $._expression),
      alias($.target_splat, $.list_splat),
      $.binding,
    ),
    target_splat: $ => prec(PREC.target, seq('*', $._expression)),
    // `var x`, `ref x` where a target is expected
    binding: $ => prec(PREC.target, seq(field('convention', $.convention), field('name', $._expression))),

    while_statement: $ => seq(
      'while',
      field('condition', $._expression),
      ':',
      field('body', $._suite),
      optional(field('alternative', $.else_clause)),
    ),

    try_statement: $ => seq(
      'try', ':',
      field('body', $._suite),
      choice(
        seq(
          repeat1($.except_clause),
          optional($.else_clause),
          optional($.finally_clause),
        ),
        $.finally_clause,
      ),
    ),

    except_clause: $ => seq(
      'except',
      optional('*'),
      optional(seq(
        field('type', choice($._expression, alias($.except_types, $.expression_list))),
        optional(seq('as', field('alias', $.identifier))),
      )),
      ':',
      field('body', $._suite),
    ),

    except_types: $ => commaList($._expression),

    finally_clause: $ => seq('finally', ':', field('body', $._suite)),

    // A parenthesised item list is a tuple whose elements may carry `as`.
    with_statement: $ => seq(
      optional('async'),
      'with',
      sep1(field('item', $.with_item), ','),
      ':',
      field('body', $._suite),
    ),

    with_item: $ => seq(
      field('value', $._expression),
      optional(seq('as', field('alias', $._for_target))),
    ),

    function_definition: $ => seq(
      optional('async'),
      field('kind', choice('def', alias($._kw_fn, 'fn'))),
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      field('parameters', $.parameters),
      repeat($._effect),
      optional(seq('->', $._result)),
      repeat($.where_clause),
      ':',
      field('body', $._suite),
    ),

    // What stands between `)` and `->`. `{...}` is the list of captures.
    _effect: $ => choice(
      $.raises_effect,
      $.abi_effect,
      $.capturing_effect,
      alias(choice('thin', 'escaping', 'unified', 'async', 'register_passable'), $.effect),
      $.capture_list,
    ),
    // `lambda raises: x` has a parameter of that name, as in Python.
    _effect_name: _ => prec(1, choice(
      'raises', 'abi', 'capturing', 'thin', 'escaping', 'unified', 'register_passable',
    )),
    raises_effect: $ => prec.right(seq('raises', optional(field('type', $._effect_type)))),
    _effect_type: $ => choice(
      $.identifier,
      alias($.effect_attribute, $.attribute),
      alias($.effect_subscript, $.subscript),
      $.parenthesized_expression,
    ),
    effect_attribute: $ => prec(PREC.call, seq(
      field('object', $._effect_type), '.', field('attribute', $.identifier),
    )),
    effect_subscript: $ => prec(PREC.call, seq(
      field('value', $._effect_type), '[', commaSep(field('subscript', $._index)), ']',
    )),
    abi_effect: $ => seq('abi', '(', $.string, ')'),
    capturing_effect: $ => prec.right(seq('capturing', optional(field('origin', $.origin_arguments)))),

    capture_list: $ => seq('{', commaSep($.capture), '}'),
    capture: $ => choice(
      seq($.convention, field('name', $.identifier), optional(alias($._transfer, '^'))),
      seq(field('name', $.identifier), optional(alias($._transfer, '^'))),
      '*',
    ),

    _result: $ => seq(
      field('result', choice($._expression, $.reference_type, $.list_splat)),
      optional(seq('as', field('result_name', $.identifier))),
    ),
    // `ref[origin] T` as a result
    reference_type: $ => prec.right(seq(
      field('convention', alias($._convention_origin, $.convention)),
      field('origin', $.origin_arguments),
      field('type', $._expression),
    )),

    origin_arguments: $ => seq('[', commaSep($._argument), ']'),

    where_clause: $ => prec.right(seq('where', field('condition', $._expression))),

    parameters: $ => seq('(', commaSep($._parameter), ')'),
    _parameter: $ => choice($.parameter, alias(choice('*', '/', '//'), $.separator)),
    parameter: $ => seq(
      optional($._convention),
      optional(field('variadic', choice('*', '**'))),
      field('name', choice($.identifier, alias($.reference_name, $.reference))),
      optional(seq(':', field('type', choice($._expression, $.list_splat)))),
      optional(seq('=', field('default', $._expression))),
    ),
    _convention: $ => choice(
      field('convention', $.convention),
      seq(
        field('convention', alias($._convention_origin, $.convention)),
        field('origin', $.origin_arguments),
      ),
    ),
    reference_name: $ => seq($.identifier, alias($._reference, '&')),

    // `[T: Bound = Default, //, *Ts, **P]`
    type_parameters: $ => seq('[', commaSep($._type_parameter), ']'),
    _type_parameter: $ => choice($.type_parameter, alias(choice('*', '/', '//'), $.separator)),
    type_parameter: $ => seq(
      optional($._convention),
      optional(field('variadic', choice('*', '**'))),
      field('name', $.identifier),
      optional(seq(':', field('bound', choice($._expression, $.list_splat)))),
      optional($.where_clause),
      optional(seq('=', field('default', choice($._expression, $.list_splat)))),
    ),

    class_definition: $ => seq(
      'class',
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      optional(field('superclasses', $.argument_list)),
      ':',
      field('body', $._suite),
    ),

    struct_definition: $ => seq(
      alias($._kw_struct, 'struct'),
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      optional(field('conformances', $.conformance_list)),
      repeat($.where_clause),
      ':',
      field('body', $._suite),
    ),

    trait_definition: $ => seq(
      alias($._kw_trait, 'trait'),
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      optional(field('conformances', $.conformance_list)),
      repeat($.where_clause),
      ':',
      field('body', $._suite),
    ),

    extension_definition: $ => seq(
      alias($._kw_extension, 'extension'),
      field('name', $.identifier),
      optional(field('type_parameters', $.type_parameters)),
      optional(field('conformances', $.conformance_list)),
      repeat($.where_clause),
      ':',
      field('body', $._suite),
    ),

    conformance_list: $ => seq('(', commaSep($.conformance), ')'),
    conformance: $ => seq(field('trait', $._expression), optional($.where_clause)),

    mlir_region: $ => seq(
      alias($._kw_region, '__mlir_region'),
      field('name', $.identifier),
      field('parameters', $.parameters),
      ':',
      field('body', $._suite),
    ),

    decorated_definition: $ => seq(
      repeat1($.decorator),
      field('definition', choice(
        $.class_definition,
        $.function_definition,
        $.struct_definition,
        $.trait_definition,
        $.extension_definition,
        $.if_statement,
        $.for_statement,
        $.while_statement,
        seq(choice($.comptime_declaration, $.variable_declaration, $.assignment), $._newline),
      )),
    ),
    decorator: $ => seq('@', $._expression, $._newline),

    // ---------------------------------------------------------------- match

    match_statement: $ => seq(
      alias($._kw_match, 'match'),
      field('subject', choice($._element, alias($.subject_list, $.expression_list))),
      ':',
      field('body', alias($.case_block, $.block)),
    ),
    subject_list: $ => commaList($._element),
    case_block: $ => seq($._indent, repeat1($.case_clause), $._dedent),
    case_clause: $ => seq(
      'case',
      field('pattern', choice($._pattern, $.splat_pattern, alias($.open_sequence_pattern, $.sequence_pattern))),
      optional(seq('if', field('guard', $._expression))),
      ':',
      field('body', $._suite),
    ),

    _pattern: $ => choice($._closed_pattern, $.as_pattern, $.union_pattern),
    as_pattern: $ => seq(
      field('pattern', choice($._closed_pattern, $.union_pattern)),
      'as',
      field('alias', $.identifier),
    ),
    union_pattern: $ => seq($._closed_pattern, repeat1(seq('|', $._closed_pattern))),
    _closed_pattern: $ => choice(
      $.capture_pattern,
      $.value_pattern,
      $.literal_pattern,
      $.class_pattern,
      $.mapping_pattern,
      $.sequence_pattern,
      $.group_pattern,
    ),
    capture_pattern: $ => $.identifier,
    value_pattern: $ => seq($.identifier, repeat1(seq('.', $.identifier))),
    literal_pattern: $ => choice(
      $.string, $.concatenated_string, $.true, $.false, $.none,
      $._signed_number,
      seq($._signed_number, choice('+', '-'), choice($.integer, $.float)),
    ),
    _signed_number: $ => seq(optional('-'), choice($.integer, $.float)),
    class_pattern: $ => seq(
      field('class', choice($.identifier, alias($.value_pattern, $.value_pattern))),
      '(',
      commaSep(choice($._pattern, $.keyword_pattern)),
      ')',
    ),
    keyword_pattern: $ => seq(field('name', $.identifier), '=', field('pattern', $._pattern)),
    mapping_pattern: $ => seq('{', commaSep(choice($.pair_pattern, $.splat_pattern)), '}'),
    pair_pattern: $ => seq(
      field('key', choice($.literal_pattern, $.value_pattern)),
      ':',
      field('value', $._pattern),
    ),
    splat_pattern: $ => seq(choice('*', '**'), $.identifier),
    group_pattern: $ => seq('(', $._pattern, ')'),
    sequence_pattern: $ => choice(
      seq('[', commaSep(choice($._pattern, $.splat_pattern)), ']'),
      seq('(', ')'),
      seq('(', $.splat_pattern, ')'),
      seq('(', $._open_sequence, ')'),
    ),
    open_sequence_pattern: $ => $._open_sequence,
    _open_sequence: $ => commaList(choice($._pattern, $.splat_pattern)),

    // ---------------------------------------------------------------- expressions

    named_expression: $ => prec.right(PREC.named, seq(
      field('name', $._expression), ':=', field('value', $._expression),
    )),

    conditional_expression: $ => prec.right(PREC.conditional, seq(
      field('consequence', $._expression),
      'if',
      field('condition', $._expression),
      'else',
      field('alternative', $._expression),
    )),

    boolean_operator: $ => choice(
      prec.left(PREC.and, seq(
        field('left', $._expression), field('operator', 'and'), field('right', $._expression),
      )),
      prec.left(PREC.or, seq(
        field('left', $._expression), field('operator', 'or'), field('right', $._expression),
      )),
    ),

    not_operator: $ => prec(PREC.not, seq('not', field('argument', $._expression))),

    // A chain `a < b < c` leans to the left: its left operand is a comparison without parentheses.
    comparison_operator: $ => prec.left(PREC.compare, seq(
      field('left', $._expression),
      field('operator', choice(
        '<', '<=', '==', '!=', '>=', '>', 'in', 'is',
        alias($._not_in, 'not in'),
        alias($._is_not, 'is not'),
      )),
      field('right', $._expression),
    )),
    _not_in: _ => seq('not', 'in'),
    _is_not: _ => prec(PREC.compare, seq('is', 'not')),

    lambda: $ => prec.right(PREC.lambda, seq(
      'lambda',
      choice(
        optional(field('parameters', $.lambda_parameters)),
        seq(
          optional(field('type_parameters', $.type_parameters)),
          field('parameters', $.parameters),
          repeat($._effect),
          optional(seq('->', $._result)),
        ),
        seq(
          field('type_parameters', $.type_parameters),
          repeat($._effect),
          optional(seq('->', $._result)),
        ),
        seq(repeat1($._effect), optional(seq('->', $._result))),
        seq('->', $._result),
      ),
      ':',
      field('body', $._expression),
    )),

    lambda_parameters: $ => commaSep1(choice(
      alias($.lambda_parameter, $.parameter),
      alias(choice('*', '/'), $.separator),
    )),
    lambda_parameter: $ => seq(
      optional(field('variadic', choice('*', '**'))),
      field('name', choice($.identifier, alias($._effect_name, $.identifier))),
      optional(seq('=', field('default', $._expression))),
    ),

    _expression: $ => choice(
      $.named_expression,
      $.conditional_expression,
      $.lambda,
      $.comparison_operator,
      $.not_operator,
      $.boolean_operator,
      $.identifier,
      $.attribute,
      $.call,
      $.struct_literal,
      $.subscript,
      $.transfer,
      $.reference,
      $.implicit_member,
      $.binary_operator,
      $.unary_operator,
      $.await,
      $.string,
      $.concatenated_string,
      $.integer,
      $.float,
      $.true,
      $.false,
      $.none,
      $.ellipsis,
      $.list,
      $.list_comprehension,
      $.dictionary,
      $.dictionary_comprehension,
      $.set,
      $.set_comprehension,
      $.tuple,
      $.parenthesized_expression,
      $.generator_expression,
      $.function_type,
    ),

    binary_operator: $ => {
      const table = [
        [prec.left, '+', PREC.plus],
        [prec.left, '-', PREC.plus],
        [prec.left, '*', PREC.times],
        [prec.left, '@', PREC.times],
        [prec.left, '/', PREC.times],
        [prec.left, '%', PREC.times],
        [prec.left, '//', PREC.times],
        [prec.right, '**', PREC.power],
        [prec.left, '|', PREC.bitor],
        [prec.left, '&', PREC.bitand],
        [prec.left, '^', PREC.xor],
        [prec.left, '<<', PREC.shift],
        [prec.left, '>>', PREC.shift],
      ];
      return choice(...table.map(([fn, operator, precedence]) => fn(precedence, seq(
        field('left', $._expression),
        field('operator', operator),
        field('right', $._expression),
      ))));
    },

    unary_operator: $ => prec(PREC.unary, seq(
      field('operator', choice('+', '-', '~')),
      field('argument', $._expression),
    )),

    await: $ => prec(PREC.await, seq('await', $._expression)),

    // `x^`
    transfer: $ => prec(PREC.call, seq(field('argument', $._expression), alias($._transfer, '^'))),
    // `x&` (2022)
    reference: $ => prec(PREC.call, seq(field('argument', $._expression), alias($._reference, '&'))),

    // `.RED`, where the expected type says of what
    implicit_member: $ => seq(
      alias(token(prec(-1, '.')), '.'),
      field('attribute', $.identifier),
    ),

    attribute: $ => prec(PREC.call, seq(
      field('object', $._expression),
      '.',
      field('attribute', $.identifier),
    )),

    call: $ => prec(PREC.call, seq(
      field('function', $._expression),
      field('arguments', choice($.argument_list, $.generator_expression)),
    )),

    // `Self {field: value}` (2023)
    struct_literal: $ => prec(PREC.call, seq(field('type', $._expression), field('fields', $.dictionary))),

    argument_list: $ => seq('(', commaSep($._argument), ')'),

    _argument: $ => choice(
      $._expression,
      $.list_splat,
      $.dictionary_splat,
      $.keyword_argument,
    ),

    keyword_argument: $ => seq(
      field('name', $._expression),
      '=',
      field('value', $._expression),
    ),

    subscript: $ => prec(PREC.call, seq(
      field('value', $._expression),
      '[',
      commaSep(field('subscript', $._index)),
      ']',
    )),

    _index: $ => choice(
      $._expression,
      $.list_splat,
      $.dictionary_splat,
      $.slice,
      alias($.keyword_index, $.keyword_argument),
    ),

    keyword_index: $ => seq(
      field('name', $._expression),
      '=',
      field('value', choice($._expression, $.slice)),
    ),

    slice: $ => seq(
      optional(field('start', $._expression)),
      ':',
      optional(field('stop', $._expression)),
      optional(seq(':', optional(field('step', $._expression)))),
    ),

    list_splat: $ => seq('*', $._expression),
    dictionary_splat: $ => seq('**', $._expression),

    yield: $ => prec.right(seq(
      'yield',
      optional(choice(
        seq('from', $._expression),
        $._expression,
        $.list_splat,
        $.expression_list,
      )),
    )),

    _element: $ => choice($._expression, $.list_splat),

    list: $ => seq('[', commaSep($._element), ']'),
    set: $ => seq('{', commaSep1(choice($._element, $.keyword_argument)), '}'),
    dictionary: $ => seq('{', commaSep(choice($.pair, $.dictionary_splat)), '}'),
    pair: $ => seq(field('key', $._expression), ':', field('value', $._expression)),

    tuple: $ => seq('(', optional(commaList(choice($._element, alias($.with_alias, $.with_item)))), ')'),
    parenthesized_expression: $ => seq(
      '(',
      choice($._element, $.yield, alias($.with_alias, $.with_item)),
      ')',
    ),
    with_alias: $ => seq(field('value', $._expression), 'as', field('alias', $._for_target)),

    list_comprehension: $ => seq('[', field('body', $._element), $._clauses, ']'),
    set_comprehension: $ => seq('{', field('body', $._element), $._clauses, '}'),
    dictionary_comprehension: $ => seq('{', field('body', choice($.pair, $.dictionary_splat)), $._clauses, '}'),
    generator_expression: $ => seq('(', field('body', $._element), $._clauses, ')'),

    _clauses: $ => seq($.for_in_clause, repeat(choice($.for_in_clause, $.if_clause))),
    for_in_clause: $ => prec(PREC.clause, seq(
      optional('async'),
      'for',
      field('left', $._for_targets),
      'in',
      field('right', $._expression),
    )),
    if_clause: $ => prec(PREC.clause, seq('if', field('condition', $._expression))),

    // `def(Int) raises -> Int`, `fn(owned T) escaping -> None`
    function_type: $ => prec.right(seq(
      optional('async'),
      field('kind', choice('def', alias($._kw_fn_type, 'fn'))),
      optional(field('type_parameters', $.type_parameters)),
      field('parameters', alias($.function_type_parameters, $.parameters)),
      repeat($._effect),
      optional(seq('->', field('result', choice($._expression, $.reference_type)))),
      repeat($.where_clause),
    )),
    function_type_parameters: $ => seq('(', commaSep($._function_type_parameter), ')'),
    _function_type_parameter: $ => choice(
      $._expression,
      $.list_splat,
      alias(choice('*', '/'), $.separator),
      alias($.function_type_parameter, $.parameter),
    ),
    function_type_parameter: $ => choice(
      seq(
        $._convention,
        field('type', choice($._expression, $.list_splat, $.dictionary_splat)),
      ),
      seq(
        optional($._convention),
        optional(field('variadic', choice('*', '**'))),
        field('name', $._expression),
        ':',
        field('type', choice($._expression, $.list_splat)),
      ),
    ),

    // ---------------------------------------------------------------- literals

    concatenated_string: $ => seq($.string, repeat1($.string)),

    string: $ => seq(
      $.string_start,
      repeat(choice($.string_content, $.escape_sequence, $.interpolation)),
      $.string_end,
    ),

    interpolation: $ => seq(
      '{',
      field('expression', choice($._expression, $.list_splat, $.expression_list, $.yield)),
      optional('='),
      optional(field('conversion', $.conversion)),
      optional(field('format', $.format_specifier)),
      '}',
    ),
    conversion: _ => /![A-Za-z_]+/,
    format_specifier: $ => seq(
      alias($._format_colon, ':'),
      repeat(choice(alias($._format_content, $.string_content), $.interpolation)),
    ),

    integer: _ => token(choice(
      /0[xX][0-9a-fA-F_]+/,
      /0[oO][0-7_]+/,
      /0[bB][01_]+/,
      /[0-9][0-9_]*[jJ]?/,
    )),

    float: _ => token(choice(
      /[0-9][0-9_]*\.([0-9][0-9_]*)?([eE][+-]?[0-9][0-9_]*)?[jJ]?/,
      /\.[0-9][0-9_]*([eE][+-]?[0-9][0-9_]*)?[jJ]?/,
      /[0-9][0-9_]*[eE][+-]?[0-9][0-9_]*[jJ]?/,
    )),

    // Every character beyond ASCII may stand in a name, as in CPython's tokeniser, but for blanks, quotation
    // marks and the byte order mark. Backticks make a name of anything on one line.
    identifier: _ => token(choice(
      new RegExp(`[A-Za-z_${beyondAscii}][A-Za-z0-9_\\u{200C}\\u{200D}${beyondAscii}]*`, 'u'),
      /`[^`\r\n\v\f]+`/,
    )),

    true: _ => 'True',
    false: _ => 'False',
    none: _ => 'None',
    ellipsis: _ => '...',

    comment: _ => token(/#[^\r\n]*/),
    line_continuation: _ => token(/\\\r?\n/),
  },
});
