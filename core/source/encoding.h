/* SPDX-License-Identifier: Apache-2.0 */
/* Encodings that a Python file may declare in its first two lines. */
#ifndef MOJ_SOURCE_ENCODING_H
#define MOJ_SOURCE_ENCODING_H

#include "base/base.h"

/* The declared name, a part of `text`; empty: none is declared. */
Str encoding_cookie(Str text);
/* What iconv calls it: "UTF-8" for its spellings, NULL for a name that Python does not know or cannot read sources in. */
const char *encoding_charset(Str name);
/* To UTF-8. What cannot be decoded becomes U+FFFD; *bad is where the first such stands in `to`, else SIZE_MAX.
 * False when the system lacks the encoding. */
bool encoding_decode(Str from, const char *charset, StrBuf *to, size_t *bad);
/* From UTF-8; false when a character has no place in the encoding. */
bool encoding_encode(Str text, const char *charset, StrBuf *to);

#endif
