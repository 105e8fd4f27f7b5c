#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

// A store of objects of ours: libgit2 hands its functions the first member, and `owner` leads back to Swift.
typedef struct {
    git_odb_backend base;
    void *owner;
} mlkit_object_backend;
