/* SPDX-License-Identifier: Apache-2.0 */
/* Where workers come from: the first process, snapshots, and a worker that is forked before it is needed. */
#include "pool.h"

enum { MAX_DEATHS = 3, MAX_GENERATION = 8, LIMIT_MS = 20000, RENEW_MS = 500, MAX_RENEWALS = 3 };

static Child start_base(const Pool *p) {
    const int ours[] = {p->worker->fd, p->snap.fd, p->next.fd, p->spare.fd, p->indexer->fd, p->in, p->out != p->in ? p->out : -1};
    return child_start(ours, ARRAY_LEN(ours));
}

void pool_start(Pool *p) {
    p->base = p->snap = p->next = p->spare = NO_CHILD;
    p->base = start_base(p);
}

void pool_drop_snapshot(Pool *p) {
    child_stop(&p->next);
    child_stop(&p->snap);
    child_stop(&p->spare);
}

void pool_stop(Pool *p) {
    pool_drop_snapshot(p);
    child_stop(&p->base);
    for (uint32_t i = 0; i < p->projects.len; i++) free(p->projects.data[i]);
    vec_done(&p->projects);
}

/* What the spare was forked from goes on looking through folders: later children know more. */
static void renew_spare(Pool *p) {
    p->renewals = 0;
    p->renew_at = time_ns() + RENEW_MS * 1000000ull;
}

void pool_index(Pool *p) {
    if (p->base.fd < 0 || p->base_deaths > MAX_DEATHS) return;
    StrBuf b = {0};
    sb_printf(&b, "{\"enc\":%d,\"roots\":[", (int)p->docs->enc);
    for (uint32_t i = 0; i < p->docs->n_roots; i++) {
        if (i) sb_char(&b, ',');
        json_quote(&b, str_of(p->docs->roots[i]));
    }
    sb_printf(&b, "],\"imports\":%lld,\"projects\":[", (long long)p->imports);
    for (uint32_t i = 0; i < p->projects.len; i++) {
        if (i) sb_char(&b, ',');
        json_quote(&b, str_of(p->projects.data[i]));
    }
    sb_puts(&b, "]}");
    outbox_packet(&p->base.out, 0, TO_INDEX, sb_view(&b));
    outbox_flush(&p->base.out, p->base.fd, true);
    if (p->snap.fd >= 0) child_send(&p->snap, 0, TO_INDEX, sb_view(&b));
    sb_done(&b);
    renew_spare(p);
}

void pool_imports_changed(Pool *p) {
    p->imports++;
    pool_drop_snapshot(p);
    pool_index(p);
}

void pool_note_project(Pool *p, const char *path) {
    char *dir = path && *path == '/' ? project_of_file(path) : NULL;
    if (!dir) return;
    for (uint32_t i = 0; i < p->projects.len; i++)
        if (strcmp(p->projects.data[i], dir) == 0) {
            free(dir);
            return;
        }
    vec_push(&p->projects, dir);
    pool_imports_changed(p);
}

/* ---- the documents ------------------------------------------------------------------------------------- */
/* What differs from the text that is known, cut between characters; the hash says whether the outcome is right. */
static void put_difference(StrBuf *b, const Source *was, const Source *now) {
    uint32_t start = 0, tail = 0, least = was->size < now->size ? was->size : now->size;
    while (start < least && was->data[start] == now->data[start]) start++;
    while (start > 0 && ((unsigned char)now->data[start] & 0xc0) == 0x80) start--;
    while (tail < least - start && was->data[was->size - 1 - tail] == now->data[now->size - 1 - tail]) tail++;
    while (tail > 0 && ((unsigned char)now->data[now->size - tail] & 0xc0) == 0x80) tail--;
    sb_printf(b, ",\"start\":%u,\"end\":%u,\"hash\":\"%016llx\",\"with\":", start, was->size - tail,
              (unsigned long long)hash_bytes(now->data, now->size, 0));
    json_quote(b, (Str){now->data + start, now->size - tail - start});
}

static void put_doc(StrBuf *b, const Doc *d, bool knows) {
    sb_puts(b, "{\"uri\":");
    json_quote(b, str_of(d->uri));
    sb_puts(b, ",\"path\":");
    json_quote(b, str_of(d->path));
    sb_printf(b, ",\"version\":%lld", (long long)d->version);
    if (!knows || !d->known) {
        sb_puts(b, ",\"text\":");
        json_quote(b, source_text(d->source));
    } else if (d->known != d->source) {
        put_difference(b, d->known, d->source);
    }
    sb_char(b, '}');
}

/* The documents and settings, which a process wants first. `knows`: it is a child of the snapshot. */
static void send_setup(Pool *p, Child *to, bool knows) {
    StrBuf b = {0};
    sb_printf(&b, "{\"enc\":%d,\"client\":%u,\"hints\":%u,\"docs\":[", (int)p->docs->enc, p->client, p->config->hints);
    bool first = true;
    for (uint32_t i = 0; i < p->docs->list.len; i++) {
        const Doc *d = p->docs->list.data[i];
        if (d->source->lang != LANG_MOJO || d->is_refused) continue;
        if (!first) sb_char(&b, ',');
        first = false;
        put_doc(&b, d, knows);
    }
    sb_puts(&b, "],\"roots\":[");
    for (uint32_t i = 0; i < p->docs->n_roots; i++) {
        if (i) sb_char(&b, ',');
        json_quote(&b, str_of(p->docs->roots[i]));
    }
    sb_puts(&b, "]}");
    child_send(to, 0, TO_REQUEST, sb_view(&b));
    sb_done(&b);
}

/* ---- workers --------------------------------------------------------------------------------------------- */
static bool base_ready(Pool *p) {
    if (!child_alive(&p->base)) child_stop(&p->base);
    if (p->base.fd >= 0) return true;
    p->base = start_base(p);
    p->base_deaths++;
    pool_index(p);
    return p->base.fd >= 0;
}

static void order(Pool *p) {
    if (p->spare.fd >= 0) return;
    if (p->snap.fd >= 0) p->spare = child_order(&p->snap);
    else if (child_alive(&p->base)) p->spare = child_order(&p->base);
    p->spare_knows = p->snap.fd >= 0;
}

void pool_order(Pool *p) {
    if (p->docs->list.len) order(p);
}

Child pool_worker(Pool *p) {
    for (int tries = 0; tries < 3; tries++) {
        if (p->snap.fd < 0 && !base_ready(p)) continue;
        order(p);
        Child c = p->spare;
        p->spare = NO_CHILD;
        if (c.fd >= 0 && child_arrived(&c)) {
            send_setup(p, &c, p->spare_knows);
            return c;
        }
        if (p->snap.fd >= 0) pool_drop_snapshot(p);
        else child_stop(&p->base);
    }
    return NO_CHILD;
}

Child pool_beginner(Pool *p) {
    Child c = child_alive(&p->base) ? child_fork(&p->base) : NO_CHILD;
    if (c.fd >= 0) send_setup(p, &c, false);
    return c;
}

/* ---- snapshots ---------------------------------------------------------------------------------------------- */
/* Changes when other documents are open or other things are imported. */
static uint64_t documents_key(const Pool *p) {
    uint64_t key = 1;
    for (uint32_t i = 0; i < p->docs->list.len; i++) {
        const Doc *d = p->docs->list.data[i];
        if (d->source->lang != LANG_MOJO || d->is_refused) continue;
        key = hash_mix(key, hash_bytes(d->uri, strlen(d->uri), 3));
        for (uint32_t k = 0; k < d->ast->n_items; k++) {
            const Item *it = d->ast->items[k];
            if (it->stmts.len && (IS(Import, it->stmts.data[0]) || IS(ImportFrom, it->stmts.data[0]))) key = hash_mix(key, it->hash);
        }
    }
    return key;
}

static bool wants(const Pool *p, uint64_t key) {
    if (!p->docs->list.len || key == p->useless_key) return false;
    if (p->next.fd >= 0) return key != p->next_key;
    return p->snap.fd < 0 || key != p->snap_key || p->is_cold;
}

bool pool_wants_snapshot(const Pool *p) {
    return wants(p, documents_key(p));
}

bool pool_is_new(const Pool *p) {
    return p->snap.fd < 0 && p->next.fd < 0 && pool_wants_snapshot(p);
}

void pool_snapshot(Pool *p) {
    uint64_t key = documents_key(p);
    if (!wants(p, key)) return;
    child_stop(&p->next);
    bool grows = p->snap.fd >= 0 && p->generation < MAX_GENERATION; /* what goes leaves its memory behind */
    if (!grows && !child_alive(&p->base)) return;
    p->next = child_fork(grows ? &p->snap : &p->base);
    if (p->next.fd < 0) return;
    p->next_key = key;
    p->next_generation = grows ? p->generation + 1 : 0;
    p->next_since = time_ns();
    p->is_cold = false;
    send_setup(p, &p->next, grows);
    child_send(&p->next, 0, TO_REQUEST, STR("{\"method\":\"$snapshot\"}"));
    for (uint32_t i = 0; i < p->docs->list.len; i++) docs_coming(p->docs, p->docs->list.data[i]);
}

static void give_up(Pool *p) {
    if (!p->next_generation) p->useless_key = p->next_key; /* else: once more, from the beginning */
    else p->generation = MAX_GENERATION, p->is_cold = true;
    child_stop(&p->next);
}

bool pool_read(Pool *p) {
    uint32_t documents;
    uint8_t kind;
    Str text;
    if (!inbox_fill(&p->next.in, p->next.fd, NULL)) { /* it fell over the documents */
        give_up(p);
        return false;
    }
    while (p->next.fd >= 0 && inbox_packet(&p->next.in, &documents, &kind, &text)) {
        if (kind == FROM_COLD) continue;
        if (kind != FROM_RESULT || !documents) {
            give_up(p);
            return false;
        }
        child_stop(&p->spare);
        child_stop(&p->snap);
        p->snap = p->next;
        p->next = NO_CHILD;
        p->snap_key = p->next_key;
        p->generation = p->next_generation;
        renew_spare(p);
        for (uint32_t i = 0; i < p->docs->list.len; i++) docs_arrived(p->docs, p->docs->list.data[i]);
        return true;
    }
    return false;
}

uint64_t pool_deadline(const Pool *p) {
    uint64_t limit = p->next.fd >= 0 ? p->next_since + LIMIT_MS * 1000000ull : UINT64_MAX;
    return p->renew_at && p->renew_at < limit ? p->renew_at : limit;
}

void pool_tick(Pool *p) {
    uint64_t now = time_ns();
    if (p->next.fd >= 0 && now >= p->next_since + LIMIT_MS * 1000000ull) give_up(p);
    if (!p->renew_at || now < p->renew_at) return;
    child_stop(&p->spare);
    p->renew_at = ++p->renewals < MAX_RENEWALS ? now + (RENEW_MS * 1000000ull << 2 * p->renewals) : 0;
}
