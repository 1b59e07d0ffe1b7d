/* SPDX-License-Identifier: Apache-2.0 */
/* mojo-lsp: options and transport. */
#include "lsp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static const char help[] =
    "Usage: mojo-lsp [OPTION…]\n"
    "\n"
    "The language server for Mojo and Python: speaks the Language Server Protocol on\n"
    "standard input and output. Editors start it.\n"
    "\n"
    "  --stdio          use standard input and output (the default)\n"
    "  --port=N         wait for one client on TCP port N of this machine instead\n"
    "  --log FILE       write every message to FILE (- is standard error)\n"
    "  --record FILE    write the client's messages to FILE, one a line\n"
    "  --replay FILE    play a recorded session and print the answers\n"
    "  --version        print the version\n"
    "  --help           print this\n";

static int usage(const char *what, const char *arg) {
    fprintf(stderr, "mojo-lsp: %s `%s`\ntry: mojo-lsp --help\n", what, arg);
    return 2;
}

/* Waits for one client on the loopback interface. */
static int accept_one(int port) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 1) != 0) {
        close(fd);
        return -1;
    }
    int client = accept(fd, NULL, NULL);
    close(fd);
    if (client >= 0) setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return client;
}

/* The value of `--name value` or `--name=value`; NULL when the argument is another one. */
static const char *value_of(const char *name, char **argv, int argc, int *i) {
    size_t n = strlen(name);
    if (strncmp(argv[*i], name, n) != 0) return NULL;
    if (argv[*i][n] == '=') return argv[*i] + n + 1;
    if (argv[*i][n]) return NULL;
    return *i + 1 < argc ? argv[++*i] : "";
}

static FILE *open_or_die(const char *path) {
    if (strcmp(path, "-") == 0) return stderr;
    FILE *f = fopen(path, "we");
    if (!f) {
        fprintf(stderr, "mojo-lsp: cannot write `%s`\n", path);
        exit(1);
    }
    return f;
}

int main(int argc, char **argv) {
    ServerOptions o = {.in = 0, .out = 1};
    const char *v, *replay_file = NULL;
    int port = -1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            fputs(help, stdout);
            return 0;
        } else if (strcmp(argv[i], "--version") == 0) {
            puts("mojo-lsp " LSP_VERSION);
            return 0;
        } else if (strcmp(argv[i], "--stdio") == 0) {
        } else if ((v = value_of("--port", argv, argc, &i))) {
            char *end;
            port = (int)strtol(v, &end, 10);
            if (!*v || *end || port < 1 || port > 65535) return usage("not a port:", v);
        } else if ((v = value_of("--log", argv, argc, &i))) {
            if (!*v) return usage("a file is missing after", "--log");
            o.log = open_or_die(v);
        } else if ((v = value_of("--record", argv, argc, &i))) {
            if (!*v) return usage("a file is missing after", "--record");
            o.record = open_or_die(v);
        } else if ((v = value_of("--replay", argv, argc, &i))) {
            if (!*v) return usage("a file is missing after", "--replay");
            replay_file = v;
        } else {
            return usage("unknown option", argv[i]);
        }
    }
    if (replay_file) return replay(replay_file, o.log);
    if (port > 0) {
        o.in = o.out = accept_one(port);
        if (o.in < 0) {
            perror("mojo-lsp");
            return 1;
        }
    }
    return server_run(&o);
}
