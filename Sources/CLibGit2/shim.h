#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

// A store of objects of ours: libgit2 hands its functions the first member, and `owner` leads back to Swift.
typedef struct {
    git_odb_backend base;
    void *owner;
} mlkit_object_backend;

// Swift sees no functions with a variable number of arguments.
static inline int mlkit_git_set_switch(int option, int is_on) { return git_libgit2_opts(option, is_on); }

static inline int mlkit_git_set_extensions(const char **names, size_t count) {
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}
