/* SPDX-License-Identifier: Apache-2.0 */
/* Python files that declare another encoding than UTF-8 (`# -*- coding: cp1252 -*-`, PEP 263): to UTF-8 when read, and
 * back when written. Everything else sees UTF-8 only. */
#include "source/encoding.h"

#include <errno.h>
#include <iconv.h>

/* Names as Python knows them, `-` written `_`; those that a cookie in ASCII can declare. */
typedef struct Encoding {
    const char *charset; /* iconv's name */
    const char *names;
} Encoding;
static const Encoding encodings[] = {
    {"UTF-8", "utf_8 utf8 u8 utf utf8_ucs2 utf8_ucs4 utf_8_sig cp65001"},
    {"ISO-8859-1", "latin_1 latin1 latin l1 iso_8859_1 iso8859_1 iso_8859_1_1987 iso8859 8859 cp819 ibm819 csisolatin1 iso_ir_100"},
    {"ASCII", "ascii us_ascii us 646 ansi_x3.4_1968 ansi_x3.4_1986 cp367 ibm367 csascii iso646_us iso_ir_6"},
    {"ISO-8859-2", "iso_8859_2 iso8859_2 iso_8859_2_1987 latin2 l2 csisolatin2 iso_ir_101"},
    {"ISO-8859-3", "iso_8859_3 iso8859_3 iso_8859_3_1988 latin3 l3 csisolatin3 iso_ir_109"},
    {"ISO-8859-4", "iso_8859_4 iso8859_4 iso_8859_4_1988 latin4 l4 csisolatin4 iso_ir_110"},
    {"ISO-8859-5", "iso_8859_5 iso8859_5 iso_8859_5_1988 cyrillic csisolatincyrillic iso_ir_144"},
    {"ISO-8859-6", "iso_8859_6 iso8859_6 iso_8859_6_1987 arabic csisolatinarabic asmo_708 ecma_114 iso_ir_127"},
    {"ISO-8859-7", "iso_8859_7 iso8859_7 iso_8859_7_1987 greek greek8 csisolatingreek ecma_118 elot_928 iso_ir_126"},
    {"ISO-8859-8", "iso_8859_8 iso8859_8 iso_8859_8_1988 hebrew csisolatinhebrew iso_ir_138"},
    {"ISO-8859-9", "iso_8859_9 iso8859_9 iso_8859_9_1989 latin5 l5 csisolatin5 iso_ir_148"},
    {"ISO-8859-10", "iso_8859_10 iso8859_10 iso_8859_10_1992 latin6 l6 csisolatin6 iso_ir_157"},
    {"ISO-8859-11", "iso_8859_11 iso8859_11 iso_8859_11_2001 thai"},
    {"ISO-8859-13", "iso_8859_13 iso8859_13 latin7 l7"},
    {"ISO-8859-14", "iso_8859_14 iso8859_14 iso_8859_14_1998 latin8 l8 iso_celtic iso_ir_199"},
    {"ISO-8859-15", "iso_8859_15 iso8859_15 latin9 l9"},
    {"ISO-8859-16", "iso_8859_16 iso8859_16 iso_8859_16_2001 latin10 l10 iso_ir_226"},
    {"CP1250", "cp1250 1250 windows_1250"}, {"CP1251", "cp1251 1251 windows_1251"}, {"CP1252", "cp1252 1252 windows_1252"},
    {"CP1253", "cp1253 1253 windows_1253"}, {"CP1254", "cp1254 1254 windows_1254"}, {"CP1255", "cp1255 1255 windows_1255"},
    {"CP1256", "cp1256 1256 windows_1256"}, {"CP1257", "cp1257 1257 windows_1257"}, {"CP1258", "cp1258 1258 windows_1258"},
    {"CP437", "cp437 437 ibm437 cspc8codepage437"}, {"CP737", "cp737"}, {"CP775", "cp775 775 ibm775 cspc775baltic"},
    {"CP850", "cp850 850 ibm850 cspc850multilingual"}, {"CP852", "cp852 852 ibm852 cspcp852"}, {"CP855", "cp855 855 ibm855 csibm855"},
    {"CP857", "cp857 857 ibm857 csibm857"}, {"CP858", "cp858 858 ibm858 csibm858"}, {"CP860", "cp860 860 ibm860 csibm860"},
    {"CP861", "cp861 861 ibm861 csibm861 cp_is"}, {"CP862", "cp862 862 ibm862 cspc862latinhebrew"}, {"CP863", "cp863 863 ibm863 csibm863"},
    {"CP865", "cp865 865 ibm865 csibm865"}, {"CP866", "cp866 866 ibm866 csibm866"}, {"CP869", "cp869 869 ibm869 csibm869 cp_gr"},
    {"CP874", "cp874"}, {"CP1125", "cp1125 1125 ibm1125 cp866u ruscii"},
    {"KOI8-R", "koi8_r cskoi8r"}, {"KOI8-U", "koi8_u"}, {"KOI8-T", "koi8_t"}, {"PT154", "ptcp154 pt154 cp154 csptcp154 cyrillic_asian"},
    {"RK1048", "kz1048 kz_1048 rk1048 strk1048_2002"}, {"MACINTOSH", "mac_roman macroman macintosh"},
    {"MAC-CYRILLIC", "mac_cyrillic maccyrillic"}, {"HP-ROMAN8", "hp_roman8 roman8 r8 cp1051 ibm1051"},
    {"TIS-620", "tis_620 tis620 tis_620_0 tis_620_2529_0 tis_620_2529_1 iso_ir_166"},
    {"SHIFT_JIS", "shift_jis shiftjis sjis s_jis csshiftjis"}, {"SHIFT_JISX0213", "shift_jisx0213 shiftjisx0213 sjisx0213 s_jisx0213"},
    {"CP932", "cp932 932 ms932 mskanji ms_kanji"}, {"EUC-JP", "euc_jp eucjp ujis u_jis"}, {"EUC-JISX0213", "euc_jisx0213 eucjisx0213"},
    {"ISO-2022-JP", "iso2022_jp iso2022jp iso_2022_jp csiso2022jp"}, {"ISO-2022-JP-2", "iso2022_jp_2 iso2022jp_2 iso_2022_jp_2"},
    {"ISO-2022-JP-3", "iso2022_jp_3 iso2022jp_3 iso_2022_jp_3"}, {"ISO-2022-KR", "iso2022_kr iso2022kr iso_2022_kr csiso2022kr"},
    {"EUC-KR", "euc_kr euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001"}, {"CP949", "cp949 949 ms949 uhc"},
    {"JOHAB", "johab cp1361 ms1361"}, {"GB2312", "gb2312 gb2312_80 gb2312_1980 chinese euc_cn euccn eucgb2312_cn csiso58gb231280 iso_ir_58"},
    {"GBK", "gbk 936 cp936 ms936"}, {"GB18030", "gb18030 gb18030_2000"}, {"BIG5", "big5 big5_tw csbig5"},
    {"BIG5-HKSCS", "big5hkscs big5_hkscs hkscs"}, {"CP950", "cp950 950 ms950"}, {"UTF-7", "utf_7 utf7 u7 unicode_1_1_utf_7"},
};

Str encoding_cookie(Str text) {
    const char *s = text.p, *end = s + text.len;
    for (int line = 0; line < 2 && s < end; line++) {
        const char *e = s;
        while (e < end && *e != '\n' && *e != '\r') e++;
        const char *h = s;
        while (h < e && (*h == ' ' || *h == '\t' || *h == '\f')) h++;
        if (h < e && *h != '#') break; /* a line with code ends the search */
        for (const char *c = h; c + 7 <= e; c++) {
            if (memcmp(c, "coding", 6) != 0 || (c[6] != ':' && c[6] != '=')) continue;
            const char *v = c + 7;
            while (v < e && (*v == ' ' || *v == '\t')) v++;
            const char *w = v;
            while (w < e && (((*w | 0x20) >= 'a' && (*w | 0x20) <= 'z') || (*w >= '0' && *w <= '9') || *w == '-' || *w == '_' || *w == '.')) w++;
            if (w > v) return (Str){v, (size_t)(w - v)};
        }
        s = e;
        if (s < end && *s == '\r') s++;
        if (s < end && *s == '\n') s++;
    }
    return (Str){"", 0};
}

static bool has_word(const char *words, const char *word) {
    size_t n = strlen(word);
    for (const char *w = words; (w = strstr(w, word)); w += n)
        if ((w == words || w[-1] == ' ') && (w[n] == ' ' || !w[n])) return true;
    return false;
}

const char *encoding_charset(Str name) {
    char key[32];
    if (!name.len || name.len >= sizeof key) return NULL;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        key[i] = c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    key[name.len] = '\0';
    /* what Python's tokenizer takes for UTF-8 and Latin-1 whatever follows */
    if (strncmp(key, "utf_8_", 6) == 0) return "UTF-8";
    if (strncmp(key, "latin_1_", 8) == 0 || strncmp(key, "iso_8859_1_", 11) == 0 || strncmp(key, "iso_latin_1", 11) == 0) return "ISO-8859-1";
    for (size_t i = 0; i < ARRAY_LEN(encodings); i++)
        if (has_word(encodings[i].names, key)) return encodings[i].charset;
    return NULL;
}

bool encoding_decode(Str from, const char *charset, StrBuf *to, size_t *bad) {
    *bad = SIZE_MAX;
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1) return false;
    char *in = (char *)(uintptr_t)from.p, buf[4096];
    size_t left = from.len;
    while (left) {
        char *out = buf;
        size_t room = sizeof buf;
        size_t r = iconv(cd, &in, &left, &out, &room);
        int e = errno;
        sb_add(to, buf, (size_t)(out - buf));
        if (r != (size_t)-1 || e == E2BIG) continue;
        if (*bad == SIZE_MAX) *bad = to->len;
        sb_str(to, STR("\xef\xbf\xbd"));
        in++, left--;
        iconv(cd, NULL, NULL, NULL, NULL);
    }
    iconv_close(cd);
    return true;
}

bool encoding_encode(Str text, const char *charset, StrBuf *to) {
    iconv_t cd = iconv_open(charset, "UTF-8");
    if (cd == (iconv_t)-1) return false;
    char *in = (char *)(uintptr_t)text.p, buf[4096];
    size_t left = text.len;
    bool ok = true, flushed = false;
    while (ok && !flushed) {
        char *out = buf;
        size_t room = sizeof buf;
        flushed = !left; /* back to the initial state of encodings that shift */
        size_t r = iconv(cd, flushed ? NULL : &in, flushed ? NULL : &left, &out, &room);
        ok = r != (size_t)-1 || errno == E2BIG;
        sb_add(to, buf, (size_t)(out - buf));
    }
    iconv_close(cd);
    return ok;
}
