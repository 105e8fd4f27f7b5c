// SHA-1 and SHA-256 by their own functions: the newer way reads settings and looks for providers first, which takes a
// millisecond of every command.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>
