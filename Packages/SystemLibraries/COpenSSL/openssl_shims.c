#include "openssl_shims.h"

static EVP_PKEY *key_from(const char *type, int selection, OSSL_PARAM_BLD *parts)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(parts);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters == NULL || context == NULL || EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, selection, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

EVP_PKEY *shim_ec_key(const char *group, const unsigned char *point, size_t point_size,
                      const unsigned char *scalar, size_t scalar_size)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
    BIGNUM *secret = BN_secure_new(); // makes the builder cleanse its own copy too
    if (parts != NULL && secret != NULL
        && OSSL_PARAM_BLD_push_utf8_string(parts, OSSL_PKEY_PARAM_GROUP_NAME, group, 0)
        && OSSL_PARAM_BLD_push_octet_string(parts, OSSL_PKEY_PARAM_PUB_KEY, point, point_size)
        && (scalar == NULL
            || (BN_bin2bn(scalar, (int)scalar_size, secret) != NULL
                && OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_PRIV_KEY, secret))))
        key = key_from("EC", scalar == NULL ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, parts);
    BN_clear_free(secret);
    OSSL_PARAM_BLD_free(parts);
    return key;
}

EVP_PKEY *shim_rsa_key(const unsigned char *modulus, size_t modulus_size,
                       const unsigned char *exponent, size_t exponent_size)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
    BIGNUM *n = BN_bin2bn(modulus, (int)modulus_size, NULL);
    BIGNUM *e = BN_bin2bn(exponent, (int)exponent_size, NULL);
    if (parts != NULL && n != NULL && e != NULL && OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, n)
        && OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, e))
        key = key_from("RSA", EVP_PKEY_PUBLIC_KEY, parts);
    BN_free(n);
    BN_free(e);
    OSSL_PARAM_BLD_free(parts);
    return key;
}
