// The parts of libcurl that HTTPTransport uses. curl_easy_setopt, curl_easy_getinfo and
// curl_multi_setopt are variadic, which Swift can't call: here they have one fixed signature a type.
#ifndef CURL_SHIMS_H
#define CURL_SHIMS_H

#include <curl/curl.h>

// Receives a piece of a response and says how much of it was taken.
typedef size_t (*shim_curl_receiver)(char *octets, size_t size, size_t count, void *context);

// Prepares the library once in the process; safe from several threads.
CURLcode shim_curl_start(void);

CURLcode shim_curl_set_number(CURL *handle, CURLoption option, long value);
CURLcode shim_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode shim_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode shim_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode shim_curl_set_receiver(CURL *handle, CURLoption option, shim_curl_receiver value);
CURLcode shim_curl_get_pointer(CURL *handle, CURLINFO info, void **value);
CURLMcode shim_curl_multi_set_number(CURLM *multi, CURLMoption option, long value);

#endif
