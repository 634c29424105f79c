// What the libraries below us cost with nothing of ours between: the floors of every ratio.
#ifndef FLOOR_H
#define FLOOR_H

#include <stddef.h>
#include <stdint.h>

// MARK: OpenSSL, one key, contexts made once and used many times.

typedef struct floor_verifier floor_verifier;
typedef struct floor_signer floor_signer;

// A verifier for a SubjectPublicKeyInfo; Ed25519 where `digest` is NULL. NULL on failure.
floor_verifier *floor_verifier_new(const uint8_t *spki, size_t size, const char *digest);
void floor_verifier_free(floor_verifier *verifier);
// 1 when the signature, DER for ECDSA, is the key's over the message.
int floor_verify(floor_verifier *verifier, const uint8_t *signature, size_t signature_size,
                 const uint8_t *message, size_t size);

// A signer for an unencrypted PKCS #8 PEM.
floor_signer *floor_signer_new(const char *pem, const char *digest);
void floor_signer_free(floor_signer *signer);
int floor_sign(floor_signer *signer, const uint8_t *message, size_t size);

const char *floor_openssl_version(void);

// MARK: SQLite, the durability settings and the rows of a ledger.

typedef struct floor_store floor_store;

floor_store *floor_store_open(const char *path);
void floor_store_close(floor_store *store);
// Each answers 1 on success.
int floor_store_begin(floor_store *store);
int floor_store_insert(floor_store *store, int64_t sequence, int64_t recorded, const char *wid,
                       const char *jti, const char *iss, const uint8_t *token, size_t size);
int floor_store_commit(floor_store *store);

const char *floor_sqlite_version(void);

// MARK: Allocations of the calling thread since it began.

int64_t floor_allocations(void);
int64_t floor_allocated_octets(void);

#endif
