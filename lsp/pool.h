/* SPDX-License-Identifier: Apache-2.0 */
/* The processes that workers are forked from. */
#ifndef MOJ_LSP_POOL_H
#define MOJ_LSP_POOL_H

#include "lsp.h"

typedef struct Pool {
    Docs *docs;
    const Config *config;
    const Child *worker, *indexer; /* those in use */
    uint32_t client;      /* CLIENT_…: what it can */
    int in, out;          /* the client's, which no other process shall have */
    Child base;           /* has read the library */
    Child snap;           /* has checked the documents as they were at some time, and what they import */
    Child next;           /* is about to be another one of these */
    Child spare;          /* the next worker, without documents */
    bool spare_knows;     /* it was forked from the snapshot */
    bool is_cold;         /* workers find little checked in the snapshot */
    uint32_t base_deaths;
    VEC(char *) projects; /* folders with a mojo.toml that documents lie in */
    int64_t imports;      /* counts changes of these and their manifests */
    uint32_t generation, next_generation; /* snapshots that come from snapshots */
    uint64_t snap_key, next_key, useless_key; /* what decides whether another one would be better; was of no use */
    uint64_t next_since;
    uint64_t renew_at;    /* the spare is old then; 0: it is not */
    uint32_t renewals;
} Pool;

void pool_start(Pool *p);
void pool_stop(Pool *p);
/* A worker that has the documents as they are now; fd -1: none could be had. */
Child pool_worker(Pool *p);
/* One that was forked from the first process, not from the snapshot. */
Child pool_beginner(Pool *p);
/* When nobody waits: has the next worker made. */
void pool_order(Pool *p);
/* The first process looks through the folders when it has nothing else to do. One that died several times is not asked. */
void pool_index(Pool *p);
/* Other packages, or others than before, can be imported: nothing holds that was found. */
void pool_imports_changed(Pool *p);
void pool_note_project(Pool *p, const char *path); /* of a document */
/* While nobody types: another snapshot, so that the next edits find all checked that they do not touch. */
bool pool_wants_snapshot(const Pool *p);
bool pool_is_new(const Pool *p); /* there is none, and none is being made: not to be waited for */
void pool_snapshot(Pool *p);
bool pool_read(Pool *p);               /* what `next` says; true: it is the snapshot now */
uint64_t pool_deadline(const Pool *p); /* when pool_tick has something to do: `next` goes round in circles, the spare is old */
void pool_tick(Pool *p);
void pool_drop_snapshot(Pool *p);

#endif
