/* SPDX-License-Identifier: Apache-2.0 */
#include "zip.h"

#include <zlib.h>

static void le16(StrBuf *b, uint32_t v) {
    sb_char(b, (char)v);
    sb_char(b, (char)(v >> 8));
}

static void le32(StrBuf *b, uint32_t v) {
    le16(b, v & 0xffff);
    le16(b, v >> 16);
}

enum { VERSION = 20, UTF8_NAMES = 1 << 11, STORED = 0, DATE_1980 = 1 << 5 | 1, MADE_ON_UNIX = 3 << 8 };

/* What the local header and the directory's entry share. */
static void describe(StrBuf *b, const char *name, Str data, uint32_t crc) {
    le16(b, VERSION);
    le16(b, UTF8_NAMES);
    le16(b, STORED);
    le16(b, 0); /* midnight */
    le16(b, DATE_1980);
    le32(b, crc);
    le32(b, (uint32_t)data.len);
    le32(b, (uint32_t)data.len);
    le16(b, (uint32_t)strlen(name));
    le16(b, 0); /* no extra field */
}

void zip_add(Zip *z, const char *name, Str data, bool executable) {
    uint32_t at = (uint32_t)z->body.len, crc = (uint32_t)crc32_z(0, (const unsigned char *)data.p, data.len);
    le32(&z->body, 0x04034b50);
    describe(&z->body, name, data, crc);
    sb_puts(&z->body, name);
    sb_str(&z->body, data);
    le32(&z->directory, 0x02014b50);
    le16(&z->directory, MADE_ON_UNIX | VERSION);
    describe(&z->directory, name, data, crc);
    le16(&z->directory, 0); /* no comment */
    le16(&z->directory, 0); /* disk */
    le16(&z->directory, 0); /* internal attributes */
    le32(&z->directory, (executable ? 0100755u : 0100644u) << 16);
    le32(&z->directory, at);
    sb_puts(&z->directory, name);
    z->n++;
}

void zip_end(Zip *z) {
    uint32_t at = (uint32_t)z->body.len;
    sb_str(&z->body, sb_view(&z->directory));
    le32(&z->body, 0x06054b50);
    le16(&z->body, 0);
    le16(&z->body, 0);
    le16(&z->body, z->n);
    le16(&z->body, z->n);
    le32(&z->body, (uint32_t)z->directory.len);
    le32(&z->body, at);
    le16(&z->body, 0);
}

void zip_done(Zip *z) {
    sb_done(&z->body);
    sb_done(&z->directory);
}
