// The parts of OpenSSL 3 that Signing uses, and the few calls that Swift can't make by itself.
#ifndef OPENSSL_SHIMS_H
#define OPENSSL_SHIMS_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// A key from its parts. OSSL_PARAM keeps the pointers to its parameter names, and Swift turns such a
// string macro into a temporary: the parameters therefore never leave C.

// An elliptic curve key: the uncompressed point, and the big-endian scalar or NULL. NULL on failure,
// which includes a point that is not on the curve.
EVP_PKEY *shim_ec_key(const char *group, const unsigned char *point, size_t point_size,
                      const unsigned char *scalar, size_t scalar_size);

// An RSA public key: big-endian modulus and exponent. NULL on failure.
EVP_PKEY *shim_rsa_key(const unsigned char *modulus, size_t modulus_size,
                       const unsigned char *exponent, size_t exponent_size);

#endif
