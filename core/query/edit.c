/* SPDX-License-Identifier: Apache-2.0 */
/* A query follows an edit of its session: uses and calls in bodies that are checked again go, the others move. Uses move
 * when they are asked for: most workers answer one question about one text, and what they do not write to is shared with
 * the process they were forked from. */
#include "query/query_int.h"

/* ---- uses ------------------------------------------------------------------------------------------ */
static void add_moved(UseList *to, const UseList *from, const SessionEdit *e, bool of_file) {
    for (uint32_t i = 0; i < from->len; i++) {
        Use u = from->data[i];
        if ((u.at.file == e->old_file) != of_file) continue;
        if (of_file && (graft_in_body(e->graft, u.at.start) || !session_edit_move(e, &u.at))) continue;
        vec_push(to, u);
    }
}

/* Two sorted lists become one. */
static void merge(UseList *into, const UseList *from) {
    uint32_t old = into->len, new = from->len, to = old + new;
    for (uint32_t i = 0; i < from->len; i++) vec_push(into, from->data[i]); /* room; filled from behind */
    while (new) {
        bool later = old && query_by_place(&into->data[old - 1], &from->data[new - 1]) > 0;
        into->data[--to] = later ? into->data[old - 1] : from->data[new - 1];
        if (later) old--;
        else new--;
    }
}

static void settle(Query *q) {
    UseList all = {0};
    add_moved(&all, &q->before, &q->edit, false);
    add_moved(&all, &q->before, &q->edit, true); /* its source is the newest, and so the last one */
    if (q->uses.len) qsort(q->uses.data, q->uses.len, sizeof(Use), query_by_place);
    merge(&all, &q->uses);
    vec_done(&q->uses);
    vec_done(&q->before);
    q->uses = all;
    session_edit_done(&q->edit);
    q->is_edited = false;
}

void query_settle(Query *q) {
    if (q->whole) query_settle(q->whole);
    if (q->whole && q->is_edited) query_take_part(q);
    else if (q->is_edited) settle(q);
    q->is_edited = false;
}

/* ---- the door ---------------------------------------------------------------------------------------- */
static bool is_gone(const SessionEdit *e, const CallUse *c) {
    return c->module == e->module && graft_in_body(e->graft, c->item->start + c->node->pos);
}

void query_edit_begin(Query *q, const SessionEdit *e) {
    if (q->whole || !query_covers(q, e->module)) return;
    query_settle(q);
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->calls.len; i++) {
        if (is_gone(e, &q->calls.data[i])) continue;
        if (n < i) q->calls.data[n] = q->calls.data[i];
        n++;
    }
    q->calls.len = n;
    for (uint32_t i = 0; i < e->graft->changed.len; i++) {
        const Item *item = e->graft->old->items[e->graft->changed.data[i]];
        map_put(&q->edited, item, (void *)((uintptr_t)map_get(&q->edited, item) + 1));
    }
    q->before = q->uses;
    q->uses = (UseList){0};
    q->edit = (SessionEdit){.module = e->module, .graft = graft_dup(e->graft), .old_file = e->old_file, .new_file = e->new_file};
    q->is_edited = true;
    map_done(&q->calls_by);
    query_watch(q, true);
}

void query_edit_end(Query *q, const SessionEdit *e) {
    if (q->whole) {
        if (!query_covers(q->whole, e->module)) return;
        q->calls.data = q->whole->calls.data;
        q->calls.len = q->whole->calls.len;
        q->is_edited = true;
    } else if (query_covers(q, e->module)) {
        query_watch(q, false);
        for (uint32_t i = 0; i < e->fns.len; i++) {
            const Decl *d = &e->fns.data[i]->decl;
            query_note_body(q, e->module, d->item, &AS(FuncDef, d->node)->body);
        }
        map_done(&q->by_place);
    }
}
