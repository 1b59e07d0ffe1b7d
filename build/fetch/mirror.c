/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_MANIFEST = 1 << 20, MOST_TAGS = 10000 };

static int on_progress(const git_indexer_progress *p, void *unused) {
    (void)unused;
    static size_t bytes;
    static unsigned objects;
    if (p->received_bytes != bytes || p->indexed_objects != objects) fetch_alive();
    bytes = p->received_bytes;
    objects = p->indexed_objects;
    if (p->received_bytes <= fetch_most_bytes()) return 0;
    git_error_set_str(GIT_ERROR_CALLBACK, "it is larger than MOJO_NET_LIMIT allows");
    return -1;
}

static int on_credentials(git_credential **out, const char *url, const char *user, unsigned types, void *unused) {
    (void)out, (void)url, (void)user, (void)types, (void)unused;
    git_error_set_str(GIT_ERROR_CALLBACK, "the repository wants credentials, and mojo has none to give");
    return GIT_EAUTH;
}

static int on_certificate(git_cert *cert, int valid, const char *host, void *unused) {
    (void)host, (void)unused;
    if (cert->cert_type == GIT_CERT_HOSTKEY_LIBSSH2) return -1; /* no list of known hosts to compare with */
    return valid ? 0 : -1;
}

/* The references that hold what is asked for: all tags for a choice of versions, else one branch or tag; for a commit
 * the one whose tip it is, and all when it is no tip. */
typedef struct Wanted {
    char spec[2][600];
    char *specs[2];
    size_t n;
} Wanted;

static void want(Wanted *w, const char *from) {
    snprintf(w->spec[w->n], sizeof w->spec[0], "+%.280s:%.280s", from, from);
    w->specs[w->n] = w->spec[w->n];
    w->n++;
}

static void want_commit(Wanted *w, git_remote *remote, const char *commit) {
    const git_remote_head **heads;
    size_t n = 0;
    git_oid id;
    if (git_oid_fromstr(&id, commit) == 0 && git_remote_ls(&heads, &n, remote) == 0)
        for (size_t i = 0; i < n; i++) {
            const char *name = heads[i]->name;
            size_t len = strlen(name);
            if (strncmp(name, "refs/heads/", 11) != 0 && strncmp(name, "refs/tags/", 10) != 0) continue;
            if (len > 250 || !git_oid_equal(&heads[i]->oid, &id)) continue;
            char plain[256];
            if (len > 3 && strcmp(name + len - 3, "^{}") == 0) len -= 3; /* an annotated tag's commit */
            snprintf(plain, sizeof plain, "%.*s", (int)len, name);
            want(w, plain);
            return;
        }
    want(w, "refs/tags/*");
    want(w, "refs/heads/*");
}

static void want_for(Wanted *w, git_remote *remote, const FetchRequest *q) {
    char name[280];
    bool versions = strcmp(q->verb, "versions") == 0;
    if (versions && strcmp(q->kind, "tags") == 0) {
        want(w, "refs/tags/*");
        if (*q->commit) want(w, "refs/heads/*"); /* it was locked, and its tag may be gone */
    } else if (*q->commit) {
        want_commit(w, remote, q->commit);
    } else if (strcmp(q->kind, "rev") == 0) {
        want_commit(w, remote, q->ref);
    } else {
        snprintf(name, sizeof name, "refs/%s/%.250s", strcmp(q->kind, "tag") == 0 ? "tags" : "heads", q->ref);
        want(w, name);
    }
}

static int update(git_repository *repo, const FetchRequest *q) {
    if (fetch_wants_program(q->url)) return fetch_by_program(q);
    git_remote *remote = NULL;
    git_fetch_options o;
    git_fetch_options_init(&o, GIT_FETCH_OPTIONS_VERSION);
    o.callbacks.transfer_progress = on_progress;
    o.callbacks.credentials = on_credentials;
    o.callbacks.certificate_check = on_certificate;
    o.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    o.prune = GIT_FETCH_PRUNE;
    o.update_fetchhead = 0;
    o.proxy_opts.type = GIT_PROXY_AUTO;
    o.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    git_remote_connect_options how = {.version = GIT_REMOTE_CONNECT_OPTIONS_VERSION, .callbacks = o.callbacks,
                                      .proxy_opts = o.proxy_opts, .follow_redirects = o.follow_redirects};
    Wanted w = {.n = 0};
    bool ok = git_remote_create_anonymous(&remote, repo, q->url) == 0 &&
              git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &how) == 0;
    if (ok) {
        fetch_alive();
        want_for(&w, remote, q);
        git_strarray refs = {w.specs, w.n};
        ok = git_remote_fetch(remote, &refs, &o, NULL) == 0;
    }
    int code = 0;
    if (!ok) {
        char what[600];
        snprintf(what, sizeof what, "cannot fetch %.500s", q->url);
        code = fetch_git_fail(what);
    }
    git_remote_free(remote);
    return code;
}

/* One process at a time changes a mirror. */
static int lock_mirror(const char *mirror) {
    Arena a;
    arena_init(&a);
    (void)dir_make_all(path_dirname(&a, mirror));
    int fd = open(arena_printf(&a, "%s.lock", mirror), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0 && errno == EINTR) {}
    arena_done(&a);
    return fd;
}

static bool has_commit(git_repository *repo, const char *text) {
    git_oid id;
    git_commit *c = NULL;
    if (strlen(text) != 40 || git_oid_fromstr(&id, text) != 0 || git_commit_lookup(&c, repo, &id) != 0) return false;
    git_commit_free(c);
    return true;
}

git_tree *fetch_tree(git_repository *repo, const git_oid *commit, const char *subdir) {
    git_commit *c = NULL;
    git_tree *root = NULL, *out = NULL;
    git_tree_entry *e = NULL;
    if (git_commit_lookup(&c, repo, commit) == 0 && git_commit_tree(&root, c) == 0) {
        if (!*subdir) {
            out = root;
            root = NULL;
        } else if (git_tree_entry_bypath(&e, root, subdir) == 0 && git_tree_entry_type(e) == GIT_OBJECT_TREE) {
            git_tree_lookup(&out, repo, git_tree_entry_id(e));
        }
    }
    git_tree_entry_free(e);
    git_tree_free(root);
    git_commit_free(c);
    return out;
}

uint64_t fetch_blob_size(git_repository *repo, const git_oid *id) {
    git_odb *odb = NULL;
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    bool ok = git_repository_odb(&odb, repo) == 0 && git_odb_read_header(&size, &type, odb, id) == 0 && type == GIT_OBJECT_BLOB;
    git_odb_free(odb);
    return ok ? size : UINT64_MAX;
}

static git_blob *manifest_in(git_repository *repo, const git_tree *tree) {
    const git_tree_entry *e = tree ? git_tree_entry_byname(tree, "mojo.toml") : NULL;
    git_blob *blob = NULL;
    if (e && git_tree_entry_filemode(e) != GIT_FILEMODE_LINK && fetch_blob_size(repo, git_tree_entry_id(e)) <= MOST_MANIFEST)
        git_blob_lookup(&blob, repo, git_tree_entry_id(e));
    return blob;
}

static bool mentions(git_blob *blob, const char *word) {
    return memmem(git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob), word, strlen(word)) != NULL;
}

/* What a member's manifest may take from its workspace: the text of the nearest mojo.toml with [workspace] in a folder
 * above, after a line that says where that is ("# ../.."). */
static void find_workspace(git_repository *repo, const git_oid *commit, const char *subdir, StrBuf *out) {
    Arena a;
    arena_init(&a);
    char *at = arena_strdup(&a, subdir);
    const char *up = "";
    while (*at && !out->len) {
        char *slash = strrchr(at, '/');
        *(slash ? slash : at) = 0;
        up = arena_printf(&a, "%s%s..", up, *up ? "/" : "");
        git_tree *tree = fetch_tree(repo, commit, at);
        git_blob *blob = manifest_in(repo, tree);
        if (blob && mentions(blob, "[workspace")) {
            sb_printf(out, "# %s\n", up);
            sb_add(out, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
        }
        git_blob_free(blob);
        git_tree_free(tree);
    }
    arena_done(&a);
}

/* One answer; false when there is no manifest in it. */
static bool print_found(git_repository *repo, const git_oid *commit, const char *tag, const char *subdir) {
    git_tree *tree = fetch_tree(repo, commit, subdir);
    git_blob *blob = manifest_in(repo, tree);
    if (blob) {
        StrBuf around = {0};
        char id[GIT_OID_HEXSZ + 1], tree_id[GIT_OID_HEXSZ + 1];
        git_oid_tostr(id, sizeof id, commit);
        git_oid_tostr(tree_id, sizeof tree_id, git_tree_id(tree));
        if (mentions(blob, "workspace")) find_workspace(repo, commit, subdir, &around);
        printf("found %s %s %s %zu %zu\n", id, tree_id, tag, around.len, (size_t)git_blob_rawsize(blob));
        fwrite(git_blob_rawcontent(blob), 1, (size_t)git_blob_rawsize(blob), stdout);
        fwrite(around.p ? around.p : "", 1, around.len, stdout);
        sb_done(&around);
    }
    git_blob_free(blob);
    git_tree_free(tree);
    return blob != NULL;
}

static bool commit_of(git_repository *repo, const char *ref, git_oid *out) {
    git_reference *r = NULL;
    git_object *o = NULL;
    bool ok = git_reference_lookup(&r, repo, ref) == 0 && git_reference_peel(&o, r, GIT_OBJECT_COMMIT) == 0;
    if (ok) git_oid_cpy(out, git_object_id(o));
    git_object_free(o);
    git_reference_free(r);
    return ok;
}

static bool like_version(const char *tag) {
    const char *p = tag + (*tag == 'v');
    int dots = 0;
    if (*p < '0' || *p > '9') return false;
    for (; *p; p++) {
        if (*p == '.') dots++;
        if (*p <= ' ' || *p == 127) return false;
    }
    return dots >= 2;
}

static int answer(git_repository *repo, const FetchRequest *q) {
    Arena a;
    git_oid id;
    int code = 0;
    arena_init(&a);
    const char *locked = q->commit;
    if (*locked && git_oid_fromstr(&id, locked) == 0) print_found(repo, &id, "-", q->subdir);
    if (strcmp(q->kind, "tags") == 0) {
        git_strarray tags = {0};
        if (git_tag_list(&tags, repo) != 0) code = fetch_git_fail("cannot list tags");
        for (size_t i = 0; i < tags.count && i < MOST_TAGS; i++)
            if (like_version(tags.strings[i]) && commit_of(repo, arena_printf(&a, "refs/tags/%s", tags.strings[i]), &id))
                print_found(repo, &id, tags.strings[i], q->subdir);
        git_strarray_dispose(&tags);
    } else if (!*locked) {
        bool rev = strcmp(q->kind, "rev") == 0;
        bool there = rev ? has_commit(repo, q->ref) && git_oid_fromstr(&id, q->ref) == 0
                         : commit_of(repo, arena_printf(&a, "refs/%s/%s", strcmp(q->kind, "tag") == 0 ? "tags" : "heads", q->ref), &id);
        if (!there) code = fetch_fail("the repository %s has no %s `%s`", q->url, rev ? "commit" : q->kind, q->ref);
        else if (!print_found(repo, &id, "-", q->subdir))
            code = fetch_fail("%s `%s` of %s has no mojo.toml%s%s", rev ? "commit" : q->kind, q->ref, q->url, *q->subdir ? " in " : "", q->subdir);
    }
    arena_done(&a);
    return code;
}

/* Locks and temporary files of a process that was killed. Whoever has the mirror's lock is alone here. */
static bool mend(void *repo, const char *path, bool is_dir) {
    (void)repo;
    Str name = str_of(path_basename(path));
    bool left = str_ends(name, STR(".lock")) || str_starts(name, STR("tmp_")) || str_starts(name, STR("pack_git2_"));
    if (left && !is_dir) unlink(path);
    return true;
}

/* A new mirror appears whole, in place of what is there. */
static int make_mirror(git_repository **repo, const char *mirror) {
    Arena a;
    arena_init(&a);
    char *tmp = arena_printf(&a, "%s.new", mirror);
    fetch_remove_all(tmp);
    fetch_remove_all(mirror);
    git_repository *made = NULL;
    int code = git_repository_init(&made, tmp, 1) == 0 ? 0 : fetch_git_fail("cannot make a mirror");
    git_repository_free(made);
    if (!code && rename(tmp, mirror) != 0) code = fetch_fail("cannot make `%s`: %s", mirror, strerror(errno));
    if (!code && git_repository_open_bare(repo, mirror) != 0) code = fetch_git_fail("cannot open the mirror");
    arena_done(&a);
    return code;
}

/* Is there no need to ask the server? */
static bool known(git_repository *repo, const FetchRequest *q) {
    if (strcmp(q->verb, "versions") == 0 && strcmp(q->kind, "tags") == 0) return false;
    if (*q->commit) return has_commit(repo, q->commit);
    return strcmp(q->kind, "rev") == 0 && has_commit(repo, q->ref);
}

/* The mirror with what is asked for in it, as far as the network may be used. */
static int open_mirror(git_repository **repo, const FetchRequest *q) {
    int code = 0;
    bool online = strcmp(q->mode, "online") == 0, there = git_repository_open_bare(repo, q->mirror) == 0;
    if (there && known(*repo, q)) return 0;
    if (!online && !there) return fetch_fail("%s was never fetched, and --offline or --frozen forbids to", q->url);
    if (!online && *q->commit && !has_commit(*repo, q->commit))
        return fetch_fail("commit %.8s of %s was never fetched, and --offline or --frozen forbids to", q->commit, q->url);
    if (!online) return 0;
    if (there) dir_walk(q->mirror, mend, NULL);
    else code = make_mirror(repo, q->mirror);
    if (!code) code = update(*repo, q);
    if (!code && *q->commit && !has_commit(*repo, q->commit) && fetch_suspect())
        code = fetch_fail("commit %s of mojo.lock is no longer in %s; `mojo update` chooses anew", q->commit, q->url);
    return code;
}

/* Runs `work` on the mirror while its lock is held. A mirror that was there and fails otherwise than by the network may be
 * damaged: the work is tried once more with a new one. */
static int with_mirror(const FetchRequest *q, int (*work)(git_repository *, const FetchRequest *)) {
    git_repository *repo = NULL;
    int lock = lock_mirror(q->mirror);
    if (lock < 0) return fetch_fail("cannot write `%s`: %s", q->mirror, strerror(errno));
    bool again = dir_exists(q->mirror) && strcmp(q->mode, "online") == 0;
    if (again) fetch_hold();
    int code = open_mirror(&repo, q);
    if (!code) code = work(repo, q);
    git_repository_free(repo);
    repo = NULL;
    if (again && fetch_release(code && !fetch_looks_damaged()) && code) {
        code = make_mirror(&repo, q->mirror);
        git_repository_free(repo);
        repo = NULL;
        if (!code) code = open_mirror(&repo, q);
        if (!code) code = work(repo, q);
        git_repository_free(repo);
    }
    close(lock);
    return code;
}

int fetch_versions(const FetchRequest *q) {
    return with_mirror(q, answer);
}

/* The tree of the request's commit and folder, when it is the one that the lock names. */
static int locked_tree(git_repository *repo, const FetchRequest *q, git_tree **tree) {
    git_oid id;
    char text[GIT_OID_HEXSZ + 1];
    *tree = git_oid_fromstr(&id, q->commit) == 0 ? fetch_tree(repo, &id, q->subdir) : NULL;
    if (!*tree) return fetch_fail("commit %s of %s has no folder `%s`", q->commit, q->url, q->subdir);
    git_oid_tostr(text, sizeof text, git_tree_id(*tree));
    if (!*q->tree || strcmp(text, q->tree) == 0) return 0;
    return fetch_fail("the files of %s are not those that mojo.lock names: commit %.8s has tree %.8s, not %.8s", q->url,
                      q->commit, text, q->tree);
}

/* DEST.workspace, beside the files. */
static int write_workspace(git_repository *repo, git_tree *tree, const FetchRequest *q) {
    git_oid id;
    StrBuf around = {0};
    git_blob *blob = manifest_in(repo, tree);
    if (blob && mentions(blob, "workspace") && git_oid_fromstr(&id, q->commit) == 0) find_workspace(repo, &id, q->subdir, &around);
    git_blob_free(blob);
    Arena a;
    arena_init(&a);
    char *path = arena_printf(&a, "%s.workspace", q->dest);
    int err = around.len ? dir_make_all(path_dirname(&a, path)) : 0;
    if (!err && around.len) err = file_replace(path, sb_view(&around));
    int code = err ? fetch_fail("cannot write `%s`: %s", path, strerror(err)) : 0;
    arena_done(&a);
    sb_done(&around);
    return code;
}

static int get(git_repository *repo, const FetchRequest *q) {
    git_tree *tree = NULL;
    int code = locked_tree(repo, q, &tree);
    if (!code && !dir_exists(q->dest)) code = write_workspace(repo, tree, q);
    if (!code && !dir_exists(q->dest)) code = fetch_export(repo, tree, q->dest);
    git_tree_free(tree);
    return code;
}

int fetch_get(const FetchRequest *q) {
    return with_mirror(q, get);
}

static int verify(git_repository *repo, const FetchRequest *q) {
    git_tree *tree = NULL;
    int code = locked_tree(repo, q, &tree);
    if (!code) code = fetch_compare(repo, tree, q->dest);
    git_tree_free(tree);
    return code;
}

int fetch_verify(const FetchRequest *q) {
    return with_mirror(q, verify);
}
