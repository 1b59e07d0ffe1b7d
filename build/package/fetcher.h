/* SPDX-License-Identifier: Apache-2.0 */
/* Has one mojo-fetch answer many requests, several at a time. It dies with this process. */
#ifndef MOJ_BUILD_PACKAGE_FETCHER_H
#define MOJ_BUILD_PACKAGE_FETCHER_H

#include "../fetch/request.h"
#include "base/base.h"

typedef struct FetchAnswer {
    bool ok;
    Str text; /* what was found, or a message without its line end */
} FetchAnswer;
/* Called as answers come; `done` of `n`. */
typedef void (*FetchProgress)(void *ctx, uint32_t done, uint32_t n);
void fetcher_ask(Arena *a, const FetchRequest *requests, uint32_t n, FetchAnswer *answers, FetchProgress progress, void *ctx);

#endif
