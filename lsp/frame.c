/* SPDX-License-Identifier: Apache-2.0 */
/* Messages on streams: Content-Length frames with clients, packets with workers. */
#include "lsp.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_HEADER = 8192 };
#define MAX_MESSAGE (512u << 20)

void outbox_message(Outbox *o, Str text) {
    sb_printf(&o->buf, "Content-Length: %zu\r\n\r\n", text.len);
    sb_str(&o->buf, text);
}

void outbox_packet(Outbox *o, uint32_t serial, uint8_t kind, Str text) {
    uint32_t head[2] = {(uint32_t)text.len, serial};
    sb_add(&o->buf, (const char *)head, sizeof head);
    sb_char(&o->buf, (char)kind);
    sb_str(&o->buf, text);
}

bool outbox_flush(Outbox *o, int fd, bool wait) {
    while (!outbox_empty(o)) {
        struct pollfd p = {fd, POLLOUT, 0};
        int k = poll(&p, 1, wait ? -1 : 0);
        if (k < 0 && errno != EINTR) return false;
        if (k <= 0) {
            if (!wait) return true;
            continue;
        }
        if (!(p.revents & POLLOUT)) return false;
        /* this much is taken without waiting once there is room */
        size_t n = o->buf.len - o->at < PIPE_BUF ? o->buf.len - o->at : PIPE_BUF;
        ssize_t w = write(fd, o->buf.p + o->at, n);
        if (w < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (w <= 0) return false;
        o->at += (size_t)w;
    }
    sb_done(&o->buf);
    o->at = 0;
    return true;
}

bool write_message(int fd, Str text) {
    Outbox o = {0};
    outbox_message(&o, text);
    bool ok = outbox_flush(&o, fd, true);
    sb_done(&o.buf);
    return ok;
}

bool write_packet(int fd, uint32_t serial, uint8_t kind, Str text) {
    Outbox o = {0};
    outbox_packet(&o, serial, kind, text);
    bool ok = outbox_flush(&o, fd, true);
    sb_done(&o.buf);
    return ok;
}

/* Bytes, and with them a descriptor that came along (`passed`, NULL: none is expected). */
static ssize_t receive(int fd, char *to, size_t n, int *passed) {
    if (!passed) return read(fd, to, n);
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {to, n};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    ssize_t k = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    struct cmsghdr *c = k > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
        if (*passed >= 0) close(*passed);
        memcpy(passed, CMSG_DATA(c), sizeof(int));
    }
    return k;
}

bool pass_fd(int fd, int passed, Str packet) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {(char *)(uintptr_t)packet.p, packet.len};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &passed, sizeof(int));
    ssize_t k;
    do k = sendmsg(fd, &m, MSG_NOSIGNAL);
    while (k < 0 && errno == EINTR);
    return k == (ssize_t)packet.len;
}

bool inbox_fill(Inbox *in, int fd, int *passed) {
    if (in->at) { /* what was taken goes */
        memmove(in->buf.p, in->buf.p + in->at, in->buf.len - in->at);
        in->buf.len -= in->at;
        in->at = 0;
    }
    sb_reserve(&in->buf, 1 << 16);
    for (;;) {
        ssize_t k = receive(fd, in->buf.p + in->buf.len, (1 << 16) - 1, passed);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0 && errno == EAGAIN) return true;
        if (k <= 0) return false;
        in->buf.len += (size_t)k;
        in->buf.p[in->buf.len] = 0;
        return true;
    }
}

int inbox_next(Inbox *in, Str *message) {
    const char *start = in->buf.p + in->at;
    size_t n = in->buf.len - in->at;
    if (!n) return INBOX_NONE;
    const char *end = memmem(start, n, "\r\n\r\n", 4);
    if (!end) return n > MAX_HEADER ? INBOX_BAD : INBOX_NONE;
    size_t length = SIZE_MAX;
    for (const char *p = start; p < end;) {
        const char *eol = memmem(p, (size_t)(end + 2 - p), "\r\n", 2);
        if ((size_t)(eol - p) > 15 && strncasecmp(p, "Content-Length:", 15) == 0) length = strtoul(p + 15, NULL, 10);
        p = eol + 2;
    }
    if (length == SIZE_MAX || length > MAX_MESSAGE) return INBOX_BAD;
    size_t head = (size_t)(end + 4 - start);
    if (n - head < length) return INBOX_NONE;
    *message = (Str){end + 4, length};
    in->at += head + length;
    return INBOX_MESSAGE;
}

bool inbox_packet(Inbox *in, uint32_t *serial, uint8_t *kind, Str *text) {
    size_t n = in->buf.len - in->at;
    uint32_t head[2];
    if (n < sizeof head + 1) return false;
    memcpy(head, in->buf.p + in->at, sizeof head);
    if (n < sizeof head + 1 + head[0]) return false;
    *serial = head[1];
    *kind = (uint8_t)in->buf.p[in->at + sizeof head];
    *text = (Str){in->buf.p + in->at + sizeof head + 1, head[0]};
    in->at += sizeof head + 1 + head[0];
    return true;
}
