/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "diag/diag.h"

static void put_slug(const char *slug) {
    for (; *slug; slug++) putchar(*slug == '_' ? '-' : *slug);
}

static int list(void) {
    const DiagInfo *info;
    for (size_t i = 0; (info = diag_info_at(i)); i++) {
        printf("%s  ", diag_code_text(info->number, info->severity).text);
        put_slug(info->slug);
        printf("%*s%s\n", (int)(strlen(info->slug) < 28 ? 30 - strlen(info->slug) : 2), "",
               info->summary);
    }
    return EXIT_OK;
}

static const char *slug_at(size_t i, void *ctx) {
    (void)ctx;
    const DiagInfo *info = diag_info_at(i);
    return info ? info->slug : NULL;
}

static int unknown(const char *word) {
    const char *near = cli_nearest(word, slug_at, NULL);
    const DiagInfo *info = near ? diag_info_find(str_of(near)) : NULL;
    if (info)
        return cli_error(EXIT_USAGE, "there is no diagnostic `%s`; did you mean `%s` (%s)?", word,
                         near, diag_code_text(info->number, info->severity).text);
    return cli_error(EXIT_USAGE, "there is no diagnostic `%s`; `mojo explain` lists them", word);
}

static int run(const void *options, const char **args, int n_args) {
    if (n_args == 0) return list();
    for (int i = 0; i < n_args; i++) {
        const DiagInfo *info = diag_info_find(str_of(args[i]));
        if (!info) return unknown(args[i]);
        if (i) putchar('\n');
        const char *page = diag_explain(info->number);
        if (page) {
            fputs(page, stdout);
            continue;
        }
        printf("# %s: ", diag_code_text(info->number, info->severity).text);
        put_slug(info->slug);
        printf("\n\n%s.\n", info->summary);
    }
    return EXIT_OK;
}

const Command command_explain = {"explain",
                                 "[CODE…]",
                                 "Say what a diagnostic means and how to mend it",
                                 "CODE is as printed (E2001), a number (2001) or a name "
                                 "(type-mismatch). Without one, all are listed.",
                                 NULL,
                                 0,
                                 run,
                                 0,
                                 -1,
                                 false};
