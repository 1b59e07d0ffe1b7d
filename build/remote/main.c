/* SPDX-License-Identifier: Apache-2.0 */
/* mojo-remote SECONDS: speaks to the cache server at $MOJO_REMOTE_CACHE for `mojo`, which starts it.
 * Requests on standard input, answers on standard output, one after the other:
 *
 *   get KEY 0            "hit SIZE" and the bytes, or "miss"
 *   put KEY SIZE, bytes  "done"
 *                        or "error SENTENCE"
 *
 * The server's layout is bazel-remote's: /ac/KEY holds an ActionResult (protobuf) with one output file, whose digest names
 * the blob /cas/SHA256. What comes back is checked against its digest. */
#include "base/base.h"

#include <curl/curl.h>
#include <errno.h>
#include <unistd.h>

enum { MAX_RESULT = 1 << 16, MAX_BLOB = 1 << 30 };

typedef struct Server {
    CURL *curl;
    const char *url;
    long seconds;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
} Server;

/* ---- HTTP ------------------------------------------------------------------------------------------------------- */
typedef struct Body {
    StrBuf text;
    size_t limit;
} Body;

static size_t receive(char *data, size_t one, size_t n, void *ctx) {
    Body *b = ctx;
    if (b->text.len + n * one > b->limit) return 0;
    sb_add(&b->text, data, n * one);
    return n * one;
}

typedef struct Sending {
    Str left;
} Sending;

static size_t give(char *to, size_t one, size_t n, void *ctx) {
    Sending *s = ctx;
    size_t take = n * one < s->left.len ? n * one : s->left.len;
    memcpy(to, s->left.p, take);
    s->left = str_sub(s->left, take, s->left.len);
    return take;
}

typedef enum Verb { GET, HEAD, PUT } Verb;

/* Returns the status of the answer; 0: none came, server->error says why. */
static long request(Server *s, Verb verb, const char *kind, const char *name, Body *in, Str out) {
    StrBuf url = {0};
    Sending sending = {out};
    sb_printf(&url, "%s/%s/%s", s->url, kind, name);
    curl_easy_reset(s->curl); /* keeps the connection */
    curl_easy_setopt(s->curl, CURLOPT_URL, url.p);
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->curl, CURLOPT_TIMEOUT, s->seconds);
    curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS, s->seconds * 1000 / 2);
    curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, s->error);
    curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, s->headers);
    curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, receive);
    Body ignored = {.limit = MAX_RESULT};
    curl_easy_setopt(s->curl, CURLOPT_WRITEDATA, in ? in : &ignored);
    if (verb == HEAD) curl_easy_setopt(s->curl, CURLOPT_NOBODY, 1L);
    if (verb == PUT) {
        curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(s->curl, CURLOPT_READDATA, &sending);
        curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)out.len);
    }
    s->error[0] = 0;
    CURLcode e = curl_easy_perform(s->curl);
    long status = 0;
    if (e == CURLE_OK) curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &status);
    else if (!s->error[0]) snprintf(s->error, sizeof s->error, "%s", curl_easy_strerror(e));
    sb_done(&url);
    sb_done(&ignored.text);
    return status;
}

/* ---- ActionResult ------------------------------------------------------------------------------------------------
 * message ActionResult { repeated OutputFile output_files = 2; }   OutputFile { string path = 1; Digest digest = 2; }
 * Digest { string hash = 1; int64 size_bytes = 2; } */
static void put_varint(StrBuf *b, uint64_t v) {
    for (; v >= 128; v >>= 7) sb_char(b, (char)(v | 128));
    sb_char(b, (char)v);
}

static void put_bytes(StrBuf *b, int field, Str text) {
    put_varint(b, (uint64_t)field << 3 | 2);
    put_varint(b, text.len);
    sb_str(b, text);
}

static void write_result(StrBuf *out, const char *hash, uint64_t size) {
    StrBuf digest = {0}, file = {0};
    put_bytes(&digest, 1, str_of(hash));
    put_varint(&digest, 2 << 3);
    put_varint(&digest, size);
    put_bytes(&file, 1, STR("object"));
    put_bytes(&file, 2, sb_view(&digest));
    put_bytes(out, 2, sb_view(&file));
    sb_done(&digest);
    sb_done(&file);
}

static bool get_varint(Str *s, uint64_t *out) {
    *out = 0;
    for (int shift = 0; s->len && shift < 64; shift += 7) {
        uint8_t c = (uint8_t)*s->p;
        *s = str_sub(*s, 1, s->len);
        *out |= (uint64_t)(c & 127) << shift;
        if (c < 128) return true;
    }
    return false;
}

/* The first field of that number that holds bytes (number > 0), or a number (field < 0). */
static bool find_field(Str s, int field, Str *bytes, uint64_t *number) {
    uint64_t tag, v;
    while (s.len && get_varint(&s, &tag)) {
        uint64_t wire = tag & 7, id = tag >> 3;
        if (wire == 0) {
            if (!get_varint(&s, &v)) return false;
            if (number && id == (uint64_t)field) {
                *number = v;
                return true;
            }
        } else if (wire == 2) {
            if (!get_varint(&s, &v) || v > s.len) return false;
            if (bytes && id == (uint64_t)field) {
                *bytes = str_sub(s, 0, v);
                return true;
            }
            s = str_sub(s, v, s.len);
        } else if (wire == 1 || wire == 5) {
            size_t n = wire == 1 ? 8 : 4;
            if (s.len < n) return false;
            s = str_sub(s, n, s.len);
        } else {
            return false;
        }
    }
    return false;
}

static bool read_result(Str s, char hash[65], uint64_t *size) {
    Str file, digest, text;
    if (!find_field(s, 2, &file, NULL) || !find_field(file, 2, &digest, NULL) || !find_field(digest, 1, &text, NULL)) return false;
    if (!find_field(digest, 2, NULL, size) || text.len != 64 || *size > MAX_BLOB) return false;
    for (size_t i = 0; i < 64; i++)
        if (!strchr("0123456789abcdef", text.p[i]) || !text.p[i]) return false;
    memcpy(hash, text.p, 64);
    hash[64] = 0;
    return true;
}

/* ---- answers ---------------------------------------------------------------------------------------------------------- */
static void say(Str head, Str body) {
    fwrite(head.p, 1, head.len, stdout);
    if (body.len) fwrite(body.p, 1, body.len, stdout);
    fflush(stdout);
}

static void say_error(const Server *s, const char *what, long status) {
    StrBuf b = {0};
    if (status) sb_printf(&b, "error %s answers with status %ld\n", what, status);
    else sb_printf(&b, "error %.200s\n", s->error);
    for (size_t i = 0; i + 1 < b.len; i++)
        if ((unsigned char)b.p[i] < ' ') b.p[i] = ' ';
    say(sb_view(&b), (Str){"", 0});
    sb_done(&b);
}

static void hash_of(Str s, char hex[65]) {
    Sha256 h;
    uint8_t out[32];
    sha256_init(&h);
    sha256_add(&h, s.p, s.len);
    sha256_done(&h, out);
    sha256_hex(out, hex);
}

static void get(Server *s, const char *key) {
    Body result = {.limit = MAX_RESULT}, blob = {.limit = MAX_BLOB};
    char hash[65], real[65], head[64];
    uint64_t size = 0;
    long status = request(s, GET, "ac", key, &result, (Str){"", 0});
    bool named = status == 200 && read_result(sb_view(&result.text), hash, &size);
    if (status != 200 && status != 404) {
        say_error(s, "the server", status);
    } else if (!named) {
        say(STR("miss\n"), (Str){"", 0});
    } else {
        status = request(s, GET, "cas", hash, &blob, (Str){"", 0});
        hash_of(sb_view(&blob.text), real);
        if (status == 200 && blob.text.len == size && strcmp(hash, real) == 0) {
            snprintf(head, sizeof head, "hit %zu\n", blob.text.len);
            say(str_of(head), sb_view(&blob.text));
        } else if (status) {
            say(STR("miss\n"), (Str){"", 0}); /* gone, or not what it should be */
        } else {
            say_error(s, "the server", status);
        }
    }
    sb_done(&result.text);
    sb_done(&blob.text);
}

static void put(Server *s, const char *key, Str data) {
    char hash[65];
    StrBuf result = {0};
    hash_of(data, hash);
    write_result(&result, hash, data.len);
    long status = request(s, HEAD, "cas", hash, NULL, (Str){"", 0});
    if (status == 404) status = request(s, PUT, "cas", hash, NULL, data);
    if (status >= 200 && status < 300) status = request(s, PUT, "ac", key, NULL, sb_view(&result));
    if (status >= 200 && status < 300) say(STR("done\n"), (Str){"", 0});
    else say_error(s, "an upload to the server", status);
    sb_done(&result);
}

static int serve(Server *s) {
    char line[256], key[65];
    size_t size;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "get %64[0-9a-f] %zu", key, &size) == 2) {
            get(s, key);
        } else if (sscanf(line, "put %64[0-9a-f] %zu", key, &size) == 2 && size <= MAX_BLOB) {
            char *data = xmalloc(size + 1);
            bool whole = fread(data, 1, size, stdin) == size;
            if (whole) put(s, key, (Str){data, size});
            free(data);
            if (!whole) return 1;
        } else {
            return 2;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    const char *url = getenv("MOJO_REMOTE_CACHE"), *token = getenv("MOJO_REMOTE_CACHE_TOKEN");
    if (argc != 2 || !url) {
        fputs("mojo-remote is started by mojo\n", stderr);
        return 2;
    }
    StrBuf trimmed = {0}, bearer = {0};
    sb_puts(&trimmed, url);
    while (trimmed.len && trimmed.p[trimmed.len - 1] == '/') trimmed.p[--trimmed.len] = 0;
    Server s = {.url = trimmed.p, .seconds = strtol(argv[1], NULL, 10)};
    if (s.seconds < 1) s.seconds = 1;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    s.curl = curl_easy_init();
    s.headers = curl_slist_append(NULL, "Expect:"); /* no round trip before an upload */
    s.headers = curl_slist_append(s.headers, "Content-Type: application/octet-stream");
    if (token && *token) {
        sb_printf(&bearer, "Authorization: Bearer %s", token);
        s.headers = curl_slist_append(s.headers, bearer.p);
    }
    int code = s.curl ? serve(&s) : 1;
    curl_slist_free_all(s.headers);
    curl_easy_cleanup(s.curl);
    curl_global_cleanup();
    sb_done(&bearer);
    sb_done(&trimmed);
    return code;
}
