/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: those of the client's section `mojo`, or initializationOptions. */
#include "lsp.h"

void config_init(Config *c) {
    *c = (Config){.hints = HINTS_DEFAULT, .lenses_run = true};
}

static void read_flag(const Json *section, const char *name, bool *flag) {
    *flag = json_bool_or(json_get(section, name), *flag);
}

bool config_read(Config *c, const Json *settings) {
    Config before = *c;
    const Json *mine = json_get(settings, "mojo");
    if (!mine) mine = settings;
    const Json *hints = json_get(mine, "inlayHints");
    for (uint32_t i = 0; query_hint_names[i]; i++) {
        bool on = json_bool_or(json_get(hints, query_hint_names[i]), c->hints >> i & 1);
        c->hints = on ? c->hints | 1u << i : c->hints & ~(1u << i);
    }
    const Json *lenses = json_get(mine, "codeLens");
    read_flag(lenses, "run", &c->lenses_run);
    read_flag(lenses, "references", &c->lenses_references);
    return before.hints != c->hints || before.lenses_run != c->lenses_run || before.lenses_references != c->lenses_references;
}
