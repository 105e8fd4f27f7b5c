// SHA-1 by its own functions: the newer way reads settings and looks for providers first, which takes a millisecond.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>
