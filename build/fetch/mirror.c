/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { MOST_MANIFEST = 1 << 20, MOST_TAGS = 10000 };
static const size_t most_bytes = (size_t)1 << 30;

static int on_progress(const git_indexer_progress *p, void *unused) {
    (void)unused;
    static size_t bytes;
    static unsigned objects;
    if (p->received_bytes != bytes || p->indexed_objects != objects) fetch_alive();
    bytes = p->received_bytes;
    objects = p->indexed_objects;
    return p->received_bytes > most_bytes ? -1 : 0;
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

static int update(git_repository *repo, const char *url) {
    git_remote *remote = NULL;
    git_fetch_options o;
    char *specs[] = {"+refs/tags/*:refs/tags/*", "+refs/heads/*:refs/heads/*"};
    git_strarray refs = {specs, ARRAY_LEN(specs)};
    git_fetch_options_init(&o, GIT_FETCH_OPTIONS_VERSION);
    o.callbacks.transfer_progress = on_progress;
    o.callbacks.credentials = on_credentials;
    o.callbacks.certificate_check = on_certificate;
    o.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    o.prune = GIT_FETCH_PRUNE;
    o.update_fetchhead = 0;
    o.proxy_opts.type = GIT_PROXY_AUTO;
    o.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    int code = 0;
    if (git_remote_create_anonymous(&remote, repo, url) != 0 || git_remote_fetch(remote, &refs, &o, NULL) != 0) {
        char what[600];
        snprintf(what, sizeof what, "cannot fetch %.500s", url);
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

/* One answer; false when there is no manifest in it. */
static bool print_found(git_repository *repo, const git_oid *commit, const char *tag, const char *subdir) {
    git_tree *tree = fetch_tree(repo, commit, subdir);
    const git_tree_entry *e = tree ? git_tree_entry_byname(tree, "mojo.toml") : NULL;
    git_blob *blob = NULL;
    bool ok = e && git_tree_entry_filemode(e) != GIT_FILEMODE_LINK && git_blob_lookup(&blob, repo, git_tree_entry_id(e)) == 0 &&
              git_blob_rawsize(blob) <= MOST_MANIFEST;
    if (ok) {
        char id[GIT_OID_HEXSZ + 1], tree_id[GIT_OID_HEXSZ + 1];
        git_oid_tostr(id, sizeof id, commit);
        git_oid_tostr(tree_id, sizeof tree_id, git_tree_id(tree));
        printf("found %s %s %s %zu\n", id, tree_id, tag, (size_t)git_blob_rawsize(blob));
        fwrite(git_blob_rawcontent(blob), 1, (size_t)git_blob_rawsize(blob), stdout);
    }
    git_blob_free(blob);
    git_tree_free(tree);
    return ok;
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

static int answer(git_repository *repo, const VersionsQuery *q) {
    Arena a;
    git_oid id;
    int code = 0;
    arena_init(&a);
    const char *locked = q->locked;
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

int fetch_versions(const VersionsQuery *q) {
    git_repository *repo = NULL;
    int lock = lock_mirror(q->mirror), code = 0;
    if (lock < 0) return fetch_fail("cannot write `%s`: %s", q->mirror, strerror(errno));
    bool there = git_repository_open_bare(&repo, q->mirror) == 0;
    if (!there && q->offline) {
        code = fetch_fail("%s was never fetched, and --offline, --locked or --frozen forbids to", q->url);
    } else if (!there && git_repository_init(&repo, q->mirror, 1) != 0) {
        code = fetch_git_fail("cannot make a mirror");
    }
    bool rev = strcmp(q->kind, "rev") == 0;
    bool known = there && ((*q->locked && has_commit(repo, q->locked)) || (rev && has_commit(repo, q->ref)));
    if (!code && !known && q->offline && *q->locked) code = fetch_fail("commit %.8s of %s was never fetched, and the network is not to be used", q->locked, q->url);
    if (!code && !known && !q->offline) code = update(repo, q->url);
    if (!code && *q->locked && !has_commit(repo, q->locked))
        code = fetch_fail("commit %s of mojo.lock is no longer in %s; `mojo update` chooses anew", q->locked, q->url);
    if (!code) code = answer(repo, q);
    git_repository_free(repo);
    close(lock);
    return code;
}
