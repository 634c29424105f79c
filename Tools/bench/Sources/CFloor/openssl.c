#include "floor.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

// The cheapest documented way of each algorithm: an ECDSA context is initialised once for all digests,
// an Ed25519 context again for each message.
struct floor_verifier {
    EVP_PKEY *key;
    EVP_PKEY_CTX *context;
    EVP_MD_CTX *message_context;
    EVP_MD *digest;
};

struct floor_signer {
    EVP_PKEY *key;
    EVP_PKEY_CTX *context;
    EVP_MD_CTX *message_context;
    EVP_MD *digest;
};

floor_verifier *floor_verifier_new(const uint8_t *spki, size_t size, const char *digest)
{
    floor_verifier *verifier = calloc(1, sizeof *verifier);
    verifier->key = d2i_PUBKEY(NULL, &spki, (long)size);
    if (verifier->key == NULL)
        return NULL;
    if (digest == NULL) {
        verifier->message_context = EVP_MD_CTX_new();
        return verifier;
    }
    verifier->digest = EVP_MD_fetch(NULL, digest, NULL);
    verifier->context = EVP_PKEY_CTX_new_from_pkey(NULL, verifier->key, NULL);
    if (EVP_PKEY_verify_init(verifier->context) != 1
        || EVP_PKEY_CTX_set_signature_md(verifier->context, verifier->digest) != 1)
        return NULL;
    return verifier;
}

void floor_verifier_free(floor_verifier *verifier)
{
    EVP_PKEY_CTX_free(verifier->context);
    EVP_MD_CTX_free(verifier->message_context);
    EVP_MD_free(verifier->digest);
    EVP_PKEY_free(verifier->key);
    free(verifier);
}

int floor_verify(floor_verifier *verifier, const uint8_t *signature, size_t signature_size,
                 const uint8_t *message, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (verifier->digest == NULL)
        return EVP_DigestVerifyInit(verifier->message_context, NULL, NULL, NULL, verifier->key) == 1
            && EVP_DigestVerify(verifier->message_context, signature, signature_size, message, size) == 1;
    return EVP_Digest(message, size, hash, &length, verifier->digest, NULL) == 1
        && EVP_PKEY_verify(verifier->context, signature, signature_size, hash, length) == 1;
}

floor_signer *floor_signer_new(const char *pem, const char *digest)
{
    floor_signer *signer = calloc(1, sizeof *signer);
    BIO *text = BIO_new_mem_buf(pem, -1);
    signer->key = PEM_read_bio_PrivateKey(text, NULL, NULL, NULL);
    BIO_free(text);
    if (signer->key == NULL)
        return NULL;
    if (digest == NULL) {
        signer->message_context = EVP_MD_CTX_new();
        return signer;
    }
    signer->digest = EVP_MD_fetch(NULL, digest, NULL);
    signer->context = EVP_PKEY_CTX_new_from_pkey(NULL, signer->key, NULL);
    if (EVP_PKEY_sign_init(signer->context) != 1
        || EVP_PKEY_CTX_set_signature_md(signer->context, signer->digest) != 1)
        return NULL;
    return signer;
}

void floor_signer_free(floor_signer *signer)
{
    EVP_PKEY_CTX_free(signer->context);
    EVP_MD_CTX_free(signer->message_context);
    EVP_MD_free(signer->digest);
    EVP_PKEY_free(signer->key);
    free(signer);
}

int floor_sign(floor_signer *signer, const uint8_t *message, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE], signature[160];
    unsigned int length = 0;
    size_t signature_size = sizeof signature;
    if (signer->digest == NULL)
        return EVP_DigestSignInit(signer->message_context, NULL, NULL, NULL, signer->key) == 1
            && EVP_DigestSign(signer->message_context, signature, &signature_size, message, size) == 1;
    return EVP_Digest(message, size, hash, &length, signer->digest, NULL) == 1
        && EVP_PKEY_sign(signer->context, signature, &signature_size, hash, length) == 1;
}

const char *floor_openssl_version(void) { return OpenSSL_version(OPENSSL_VERSION_STRING); }
