"""Keys of requests, which are JWKs, in the forms that libraries read."""

import base64

from joserfc import jwk


def pem(key, private=False):
    return jwk.import_key(key).as_pem(private=private)


def octets(key, name):
    """A member that is base64url, or nothing."""
    text = key.get(name, "")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
