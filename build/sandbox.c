/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's struct as of version 4, which headers of Debian 12 do not have. */
typedef struct Ruleset {
    uint64_t files, network;
} Ruleset;
enum { BIND_TCP = 1, CONNECT_TCP = 2 };
static const uint64_t refer = 1u << 13, truncate_file = 1u << 14; /* from version 2, 3 on */

static uint64_t writing(int version) {
    uint64_t all = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                   LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                   LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    return all | (version >= 2 ? refer : 0) | (version >= 3 ? truncate_file : 0);
}

static bool allow(int rules, const char *path, uint64_t what) {
    struct landlock_path_beneath_attr at = {.allowed_access = what, .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    bool ok = at.parent_fd >= 0 && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0) == 0;
    if (at.parent_fd >= 0) close(at.parent_fd);
    return ok;
}

bool sandbox_enter(const char *dir) {
    int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;
    Ruleset r = {writing(version), BIND_TCP | CONNECT_TCP};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &r, version >= 4 ? sizeof r : sizeof r.files, 0);
    if (rules < 0) return false;
    bool ok = allow(rules, dir, r.files);
    (void)allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE | (version >= 3 ? truncate_file : 0));
    ok = ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return ok;
}
