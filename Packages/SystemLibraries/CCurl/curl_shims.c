#include "curl_shims.h"

CURLcode shim_curl_start(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

CURLcode shim_curl_set_number(CURL *handle, CURLoption option, long value)
{
    return curl_easy_setopt(handle, option, value);
}

CURLcode shim_curl_set_size(CURL *handle, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(handle, option, value);
}

CURLcode shim_curl_set_text(CURL *handle, CURLoption option, const char *value)
{
    return curl_easy_setopt(handle, option, value);
}

CURLcode shim_curl_set_pointer(CURL *handle, CURLoption option, void *value)
{
    return curl_easy_setopt(handle, option, value);
}

CURLcode shim_curl_set_receiver(CURL *handle, CURLoption option, shim_curl_receiver value)
{
    return curl_easy_setopt(handle, option, value);
}

CURLcode shim_curl_get_pointer(CURL *handle, CURLINFO info, void **value)
{
    return curl_easy_getinfo(handle, info, value);
}

CURLMcode shim_curl_multi_set_number(CURLM *multi, CURLMoption option, long value)
{
    return curl_multi_setopt(multi, option, value);
}
