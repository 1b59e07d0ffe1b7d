/* SPDX-License-Identifier: Apache-2.0 */
/* The examples of explain pages are tests: the first block of code raises the page's diagnostic, the later ones
 * give no diagnostics at all. Codes below 1000 are syntax and go through `mojo parse`, others through `check`. */
#include "golden.h"

#include "base/json.h"

static bool next_block(Str *rest, Str *code, bool *is_python) {
    const char *p = rest->len ? memmem(rest->p, rest->len, "\n```", 4) : NULL;
    if (!p) return false;
    Str after = {p + 4, (size_t)(rest->p + rest->len - p - 4)};
    *is_python = str_starts(after, STR("python\n"));
    const char *nl = memchr(after.p, '\n', after.len);
    if (!nl) return false;
    size_t left = (size_t)(after.p + after.len - nl - 1);
    const char *end = memmem(nl, left + 1, "\n```", 4);
    if (!end) return false;
    *code = (Str){nl + 1, (size_t)(end - nl)};
    *rest = (Str){end + 4, (size_t)(rest->p + rest->len - end - 4)};
    return true;
}

static bool names_code(Str output, const char *code) {
    for (; output.len;) {
        const char *nl = memchr(output.p, '\n', output.len);
        size_t len = nl ? (size_t)(nl - output.p) : output.len;
        Json *j = json_parse(str_sub(output, 0, len), NULL);
        bool hit = strcmp(json_str_or(json_get(j, "code"), ""), code) == 0;
        json_free(j);
        if (hit) return true;
        output = str_sub(output, nl ? len + 1 : len, output.len);
    }
    return false;
}

static void try_block(Case *c, const Options *o, const char *code, Str text, bool is_python, bool wrong) {
    const char *argv[] = {o->mojo, strtoul(code + 1, NULL, 10) < 1000 ? "parse" : "check", "--error-format=json",
                          is_python ? "--lang=python" : "--lang=mojo", "-", NULL};
    ProcessResult r;
    int err = process_run(&r, argv, NULL, 0, text, o->seconds);
    if (err || r.timed_out)
        case_fail(c, 0, "cannot run an example");
    else if (wrong && !names_code(sb_view(&r.out), code))
        case_fail(c, 0, "the first example does not raise %s, but:\n" STR_FMT, code, STR_ARG(sb_view(&r.out)));
    else if (!wrong && r.out.len)
        case_fail(c, 0, "a mended example still gives:\n" STR_FMT, STR_ARG(sb_view(&r.out)));
    sb_done(&r.out);
    sb_done(&r.err);
}

void case_explain(Case *c, const Options *o, const char *path) {
    *c = (Case){.path = path, .mode = MODE_PARSE};
    arena_init(&c->arena);
    char *data;
    size_t size;
    int err = file_read(path, &data, &size);
    if (err) {
        case_fail(c, 0, "cannot read: %s", strerror(err));
        return;
    }
    const char *name = path_basename(path);
    char *code = arena_strndup(&c->arena, name, strcspn(name, "."));
    Str rest = {data, size}, text;
    bool is_python;
    if (!str_starts(rest, str_of(arena_printf(&c->arena, "# %s: ", code))))
        case_fail(c, 1, "a page begins with `# %s: title`", code);
    int n = 0;
    for (; next_block(&rest, &text, &is_python); n++) try_block(c, o, code, text, is_python, n == 0);
    if (n < 2) case_fail(c, 0, "a page shows what goes wrong and how to mend it, each in a block of code");
    free(data);
}
