/* SPDX-License-Identifier: Apache-2.0 */
/* --replay: plays a file written by --record (one client message a line) against a server in a process of
 * its own, and prints the answers, one a line. Requests wait for their answers, so that runs are alike. */
#include "lsp.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Prints what comes until the answer to `id` (or, for NULL, until the server is silent for a moment). */
static bool await(int fd, Inbox *in, const Json *id) {
    StrBuf want = {0};
    if (id) json_print(&want, id, false);
    bool found = false, open = true;
    while (open && !found) {
        Str text;
        while (!found && inbox_next(in, &text) == INBOX_MESSAGE) {
            printf(STR_FMT "\n", STR_ARG(text));
            Json *j = json_parse(text, NULL);
            StrBuf have = {0};
            if (json_get(j, "id") && !json_get(j, "method")) json_print(&have, json_get(j, "id"), false);
            found = id && str_eq(sb_view(&have), sb_view(&want));
            sb_done(&have);
            json_free(j);
        }
        if (!found) open = inbox_fill(in, fd, NULL);
    }
    sb_done(&want);
    return open;
}

int replay(const char *path, FILE *log) {
    char *data;
    size_t size;
    int err = file_read(path, &data, &size), pair[2];
    if (err) {
        fprintf(stderr, "mojo-lsp: cannot read `%s`: %s\n", path, strerror(err));
        return 1;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return 1;
    pid_t pid = fork();
    if (pid == 0) {
        close(pair[0]);
        _exit(server_run(&(ServerOptions){.in = pair[1], .out = pair[1], .log = log}));
    }
    close(pair[1]);
    signal(SIGPIPE, SIG_IGN);
    Inbox in = {0};
    bool ok = pid > 0;
    for (char *line = data; ok && *line;) {
        char *eol = strchr(line, '\n');
        Str text = {line, eol ? (size_t)(eol - line) : strlen(line)};
        Json *j = text.len ? json_parse(text, NULL) : NULL;
        if (j) {
            ok = write_message(pair[0], text);
            const Json *id = json_get(j, "id");
            if (ok && id && json_get(j, "method")) ok = await(pair[0], &in, id);
        }
        json_free(j);
        line = eol ? eol + 1 : line + text.len;
    }
    shutdown(pair[0], SHUT_WR);
    await(pair[0], &in, NULL);
    int status = 0;
    waitpid(pid, &status, 0);
    sb_done(&in.buf);
    free(data);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
