#include "floor.h"

// The program's own malloc, which counts and passes on: no library has to cooperate, OpenSSL's and
// Swift's allocations are seen alike. A thread counts for itself, so the count costs next to nothing.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static __thread int64_t count __attribute__((tls_model("initial-exec")));
static __thread int64_t octets __attribute__((tls_model("initial-exec")));

void *malloc(size_t size)
{
    count++;
    octets += (int64_t)size;
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
    count++;
    octets += (int64_t)(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size)
{
    count++;
    octets += (int64_t)size;
    return __libc_realloc(old, size);
}

int64_t floor_allocations(void) { return count; }

int64_t floor_allocated_octets(void) { return octets; }
