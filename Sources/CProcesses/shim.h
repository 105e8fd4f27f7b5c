// What Linux and glibc know of processes, and Swift's own `Glibc` leaves out.
#ifndef MLKIT_CPROCESSES_SHIM_H
#define MLKIT_CPROCESSES_SHIM_H

#include <malloc.h>
#include <spawn.h>
#include <sys/prctl.h>

// Hidden behind a feature macro, by which <spawn.h> was read before.
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

// `prctl` takes a varying number of arguments, which Swift cannot call.
static inline int mlkit_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

#endif
