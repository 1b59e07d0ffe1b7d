/* SPDX-License-Identifier: Apache-2.0 */
/* Where executables begin. */
#include "runtime.h"

int main(int argc, char **argv) {
    mojo_rt_set_args(argc, argv);
    mojo_rt_catch_faults();
    return mojo_entry();
}
