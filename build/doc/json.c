/* SPDX-License-Identifier: Apache-2.0 */
/* Documentation as JSON, with the keys that the official tool uses. */
#include "write.h"

static Json *text(Str s) {
    return json_string(s.p ? s : (Str){"", 0});
}

static Str section_text(const DocItem *d, const char *heading) {
    const DocSection *s = doc_section(&d->doc, heading);
    return s ? s->text : (Str){"", 0};
}

static Json *new_item(const DocItem *d, const char *kind) {
    Json *o = json_object();
    json_put(o, "kind", json_cstr(kind));
    json_put(o, "name", json_cstr(d->name));
    json_put(o, "summary", text(d->doc.summary));
    json_put(o, "description", text(d->doc.description));
    return o;
}

static Json *new_decl(const DocItem *d, const char *kind) {
    Json *o = new_item(d, kind);
    json_put(o, "signature", json_cstr(d->signature));
    json_put(o, "deprecated", json_cstr(d->deprecated ? *d->deprecated ? d->deprecated : "deprecated" : ""));
    return o;
}

static Json *list_of(const DocParam *list, uint32_t n, bool is_arg) {
    Json *all = json_array();
    for (uint32_t i = 0; i < n; i++) {
        const DocParam *p = &list[i];
        Json *o = json_push(all, json_object());
        StrBuf name = {0};
        sb_printf(&name, "%s%s", p->stars, p->name);
        json_put(o, "kind", json_cstr(is_arg ? "argument" : "parameter"));
        json_put(o, "name", json_string(sb_view(&name)));
        json_put(o, "type", json_cstr(p->type));
        json_put(o, "passingKind", json_cstr(p->passing));
        json_put(o, "description", text(p->description));
        if (is_arg) json_put(o, "convention", json_cstr(p->conv));
        if (*p->value) json_put(o, "default", json_cstr(p->value));
        sb_done(&name);
    }
    return all;
}

static Json *overload(const DocItem *d) {
    Json *o = new_decl(d, "function");
    json_put(o, "args", list_of(d->args.data, d->args.len, true));
    json_put(o, "parameters", list_of(d->params.data, d->params.len, false));
    json_put(o, "async", json_bool(d->is_async));
    json_put(o, "constraints", *d->wheres ? json_cstr(d->wheres) : text(section_text(d, "Constraints")));
    json_put(o, "hasDefaultImplementation", json_bool(!d->is_required));
    json_put(o, "isImplicitConversion", json_bool(d->is_implicit));
    json_put(o, "isStatic", json_bool(d->is_static));
    json_put(o, "raises", json_bool(d->raises));
    json_put(o, "raisesDoc", text(section_text(d, "Raises")));
    if (*d->returns) {
        Json *r = json_put(o, "returns", json_object());
        json_put(r, "type", json_cstr(d->returns));
        json_put(r, "doc", text(section_text(d, "Returns")));
    }
    return o;
}

/* Overloads of one name stand together, where the first of them stands. */
static Json *functions_of(const DocItem *d) {
    Json *all = json_array();
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *f = d->items.data[i];
        bool first = f->kind == DOC_FUNCTION;
        for (uint32_t k = 0; k < i && first; k++)
            first = d->items.data[k]->kind != DOC_FUNCTION || strcmp(d->items.data[k]->name, f->name) != 0;
        if (!first) continue;
        Json *set = json_push(all, json_object());
        json_put(set, "kind", json_cstr("function"));
        json_put(set, "name", json_cstr(f->name));
        Json *overloads = json_put(set, "overloads", json_array());
        for (uint32_t k = i; k < d->items.len; k++)
            if (d->items.data[k]->kind == DOC_FUNCTION && strcmp(d->items.data[k]->name, f->name) == 0)
                json_push(overloads, overload(d->items.data[k]));
    }
    return all;
}

static Json *aliases_of(const DocItem *d) {
    Json *all = json_array();
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *c = d->items.data[i];
        if (c->kind != DOC_ALIAS) continue;
        Json *o = json_push(all, new_decl(c, "alias"));
        json_put(o, "type", json_cstr(c->type));
        json_put(o, "value", json_cstr(c->value));
        json_put(o, "parameters", list_of(c->params.data, c->params.len, false));
    }
    return all;
}

static Json *fields_of(const DocItem *d) {
    Json *all = json_array();
    for (uint32_t i = 0; i < d->items.len; i++) {
        const DocItem *f = d->items.data[i];
        if (f->kind != DOC_FIELD) continue;
        Json *o = json_push(all, new_item(f, "field"));
        json_put(o, "type", json_cstr(f->type));
        if (*f->value) json_put(o, "default", json_cstr(f->value));
    }
    return all;
}

static bool has_trait(const DocItem *d, const char *name) {
    for (uint32_t i = 0; i < d->traits.len; i++)
        if (strcmp(d->traits.data[i], name) == 0) return true;
    return false;
}

static Json *type_json(const DocItem *d) {
    bool is_struct = d->kind == DOC_STRUCT;
    Json *o = new_decl(d, is_struct ? "struct" : "trait"), *traits = json_array();
    for (uint32_t i = 0; i < d->traits.len; i++) json_push(traits, json_cstr(d->traits.data[i]));
    json_put(o, "parentTraits", traits);
    json_put(o, "aliases", aliases_of(d));
    json_put(o, "functions", functions_of(d));
    json_put(o, "fields", fields_of(d));
    if (!is_struct) return o;
    json_put(o, "parameters", list_of(d->params.data, d->params.len, false));
    json_put(o, "constraints", *d->wheres ? json_cstr(d->wheres) : text(section_text(d, "Constraints")));
    json_put(o, "convention", json_cstr(has_trait(d, "TrivialRegisterPassable") ? "register_passable_trivial"
                                        : has_trait(d, "RegisterPassable")      ? "register_passable"
                                                                                : "memory_only"));
    return o;
}

static Json *types_of(const DocItem *d, DocKind kind) {
    Json *all = json_array();
    for (uint32_t i = 0; i < d->items.len; i++)
        if (d->items.data[i]->kind == kind) json_push(all, type_json(d->items.data[i]));
    return all;
}

static Json *members(Json *o, const DocItem *d) {
    json_put(o, "aliases", aliases_of(d));
    json_put(o, "functions", functions_of(d));
    json_put(o, "structs", types_of(d, DOC_STRUCT));
    json_put(o, "traits", types_of(d, DOC_TRAIT));
    return o;
}

static Json *decl(const DocItem *d) {
    if (d->kind == DOC_MODULE) return members(new_item(d, "module"), d);
    Json *o = new_item(d, "package"), *modules = json_array(), *packages = json_array();
    Json *init = json_push(modules, json_object()); /* the package's own declarations */
    json_put(init, "kind", json_cstr("module"));
    json_put(init, "name", json_cstr("__init__"));
    json_put(init, "summary", text(d->doc.summary));
    json_put(init, "description", text(d->doc.description));
    members(init, d);
    for (uint32_t i = 0; i < d->items.len; i++)
        if (d->items.data[i]->kind == DOC_MODULE) json_push(modules, decl(d->items.data[i]));
        else if (d->items.data[i]->kind == DOC_PACKAGE) json_push(packages, decl(d->items.data[i]));
    json_put(o, "modules", modules);
    json_put(o, "packages", packages);
    return o;
}

void doc_write_json(StrBuf *out, const DocItem *d, const char *version) {
    Json *o = json_object();
    json_put(o, "decl", decl(d));
    json_put(o, "version", json_cstr(version));
    json_print(out, o, true);
    sb_char(out, '\n');
    json_free(o);
}
