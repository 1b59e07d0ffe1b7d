/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

void case_fail(Case *c, uint32_t line, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    if (line)
        sb_printf(&c->report, "  line %u: ", line);
    else
        sb_puts(&c->report, "  ");
    sb_vprintf(&c->report, fmt, ap);
    sb_char(&c->report, '\n');
    va_end(ap);
}

void case_done(Case *c) {
    arena_done(&c->arena);
    vec_done(&c->expects);
    vec_done(&c->flags);
    vec_done(&c->args);
    vec_done(&c->env);
    sb_done(&c->stdin_text);
    sb_done(&c->out.text);
    sb_done(&c->err.text);
    sb_done(&c->report);
}

static Str trim(Str s) {
    while (s.len && (s.p[0] == ' ' || s.p[0] == '\t')) s = str_sub(s, 1, s.len);
    while (s.len && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t' || s.p[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static Str first_word(Str *rest) {
    Str s = trim(*rest);
    size_t n = 0;
    while (n < s.len && s.p[n] != ' ' && s.p[n] != '\t') n++;
    *rest = trim(str_sub(s, n, s.len));
    return str_sub(s, 0, n);
}

static bool number(Str *s, uint32_t *out) {
    size_t n = 0;
    uint32_t v = 0;
    while (n < s->len && n < 9 && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (uint32_t)(s->p[n++] - '0');
    *out = v;
    *s = str_sub(*s, n, s->len);
    return n > 0;
}

/* ---- #~ E2001 @8-13: text -------------------------------------------------------------------- */

static void read_expect(Case *c, uint32_t line, Str s) {
    Expect e = {.line = line};
    for (; s.len && (s.p[0] == '^' || s.p[0] == 'v'); s = str_sub(s, 1, s.len)) {
        if (s.p[0] == 'v')
            e.line++;
        else if (e.line > 0)
            e.line--;
    }
    s = trim(s);
    if (s.len < 2 || !strchr("EWN", s.p[0])) {
        case_fail(c, line, "`#~` wants a code: #~ E2001: text");
        return;
    }
    e.severity = s.p[0];
    s = str_sub(s, 1, s.len);
    if (!number(&s, &e.code)) {
        case_fail(c, line, "`#~` wants a code: #~ E2001: text");
        return;
    }
    s = trim(s);
    if (s.len && s.p[0] == '@') {
        s = str_sub(s, 1, s.len);
        bool ok = number(&s, &e.col0);
        e.col1 = e.col0;
        if (ok && s.len && s.p[0] == '-') {
            s = str_sub(s, 1, s.len);
            ok = number(&s, &e.col1);
        }
        if (!ok) case_fail(c, line, "columns are written @8 or @8-13");
        s = trim(s);
    }
    if (s.len && s.p[0] == ':')
        e.text = trim(str_sub(s, 1, s.len));
    else if (s.len)
        case_fail(c, line, "after the code comes `: text` or nothing");
    vec_push(&c->expects, e);
}

static void read_expects(Case *c, uint32_t line, Str s) {
    for (size_t i = 0; i + 1 < s.len;) {
        if (s.p[i] != '#' || s.p[i + 1] != '~') {
            i++;
            continue;
        }
        size_t from = i + 2, to = from;
        while (to < s.len && !(s.p[to] == '#' && to + 1 < s.len && s.p[to + 1] == '~')) to++;
        read_expect(c, line, trim(str_sub(s, from, to)));
        i = to;
    }
}

/* ---- #: directive ---------------------------------------------------------------------------- */

#define add_words(c, v, rest)                                                                      \
    while ((rest).len) {                                                                           \
        Str w_ = first_word(&(rest));                                                              \
        vec_push((v), arena_strndup(&(c)->arena, w_.p, w_.len));                                   \
    }

static void set_mode(Case *c, uint32_t line, Mode mode) {
    if (c->mode != MODE_NONE)
        case_fail(c, line, "a second mode; the first is on line %u", c->mode_line);
    c->mode = mode;
    c->mode_line = line;
}

static Block *start_block(Case *c, uint32_t line, Block *b) {
    if (b->present) case_fail(c, line, "this block is there already, on line %u", b->line);
    b->present = true;
    b->line = line;
    return b;
}

/* Returns the block that the next lines belong to, or NULL. */
static Block *read_directive(Case *c, uint32_t line, Str rest) {
    Str word = first_word(&rest);
    if (str_eq_c(word, "run")) {
        set_mode(c, line, MODE_RUN);
    } else if (str_eq_c(word, "check")) {
        set_mode(c, line, MODE_CHECK);
    } else if (str_eq_c(word, "parse")) {
        set_mode(c, line, MODE_PARSE);
    } else if (str_eq_c(word, "helper")) {
        set_mode(c, line, MODE_HELPER);
    } else if (str_eq_c(word, "args")) {
        add_words(c, &c->args, rest);
    } else if (str_eq_c(word, "flags")) {
        add_words(c, &c->flags, rest);
    } else if (str_eq_c(word, "env")) {
        add_words(c, &c->env, rest);
    } else if (str_eq_c(word, "stdin")) {
        sb_str(&c->stdin_text, rest);
        sb_char(&c->stdin_text, '\n');
    } else if (str_eq_c(word, "exit")) {
        uint32_t v;
        if (!number(&rest, &v) || rest.len) case_fail(c, line, "`#: exit` wants a number");
        c->exit_code = (int)v;
    } else if (str_eq_c(word, "skip")) {
        if (!rest.len) case_fail(c, line, "`#: skip` wants a reason");
        c->skip = arena_strndup(&c->arena, rest.p, rest.len);
    } else if (str_eq_c(word, "stdout")) {
        return start_block(c, line, &c->out);
    } else if (str_eq_c(word, "stderr")) {
        return start_block(c, line, &c->err);
    } else {
        case_fail(c, line, "unknown directive `#: " STR_FMT "`", STR_ARG(word));
    }
    return NULL;
}

void case_read(Case *c, const char *path) {
    *c = (Case){.path = path};
    arena_init(&c->arena);
    char *data;
    size_t size;
    int err = file_read(path, &data, &size);
    if (err) {
        case_fail(c, 0, "cannot read: %s", strerror(err));
        return;
    }
    c->source = arena_str(&c->arena, (Str){data, size});
    free(data);
    Block *block = NULL;
    uint32_t line = 0;
    for (size_t at = 0; at < size;) {
        const char *nl = memchr(c->source.p + at, '\n', size - at);
        size_t end = nl ? (size_t)(nl - c->source.p) : size;
        Str raw = str_sub(c->source, at, end), s = trim(raw);
        at = end + 1;
        line++;
        if (str_starts(s, STR("#:"))) {
            block = read_directive(c, line, str_sub(s, 2, s.len));
        } else if (str_starts(s, STR("#|"))) {
            if (!block) {
                case_fail(c, line, "`#|` outside a block");
                continue;
            }
            const char *bar =
                memchr(raw.p, '|', raw.len); /* blanks at the end belong to the text */
            Str text = {bar + 1, (size_t)(raw.p + raw.len - bar - 1)};
            if (text.len && text.p[0] == ' ') text = str_sub(text, 1, text.len);
            sb_str(&block->text, text);
            sb_char(&block->text, '\n');
            block->n_lines++;
        } else {
            block = NULL;
            read_expects(c, line, raw);
        }
    }
    if (c->mode == MODE_NONE && !c->report.len)
        case_fail(c, 0, "no mode: #: run, check, parse or helper");
    bool runs = c->mode == MODE_RUN;
    if (!runs &&
        (c->out.present || c->err.present || c->args.len || c->stdin_text.len || c->exit_code))
        case_fail(c, c->mode_line, "args, stdin, exit, stdout and stderr belong to `#: run`");
    if ((runs || c->mode == MODE_HELPER) && c->expects.len)
        case_fail(c, c->expects.data[0].line, "`#~` belongs to `#: check` and `#: parse`");
}
