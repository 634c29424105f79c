// The parts of OpenSSL 3 that Signing uses, and the few calls that Swift can't make by itself.
#ifndef OPENSSL_SHIMS_H
#define OPENSSL_SHIMS_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#endif
