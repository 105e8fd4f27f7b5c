// Debian's libgit2 reads every certificate of the machine when it starts, 8 ms of parsing for a network that
// mlkit never speaks to through it: templates are fetched by the `git` program. libgit2 has no switch against that,
// but a symbol of the executable takes precedence over one of a library, so these two stand in for mbed TLS's
// readers and find nothing. libgit2 goes on without certificates, and would refuse every HTTPS connection.
// `Sources/exported.map` has the linker show them to it.

#include "CGitStartup.h"

static const int noFile = -0x2900;  // MBEDTLS_ERR_X509_FILE_IO_ERROR

int mbedtls_x509_crt_parse_file(void *chain, const char *path) { return noFile; }

int mbedtls_x509_crt_parse_path(void *chain, const char *path) { return noFile; }
