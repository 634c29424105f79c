"""http-message-signatures: plain RFC 9421 over requests."""

import datetime
import types

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, MappingKeyResolver, algorithms
from http_message_signatures.structures import CaseInsensitiveDict

from .keys import pem

ALGORITHMS = {
    "P-256": algorithms.ECDSA_P256_SHA256,
    "P-384": algorithms.ECDSA_P384_SHA384,
    "Ed25519": algorithms.ED25519,
}


def message(request):
    headers = CaseInsensitiveDict()
    for name, value in request["fields"]:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return types.SimpleNamespace(method=request["method"], url=request["target"], headers=headers)


def answer(op, request):
    if op == "http.signature.sign":
        keys = MappingKeyResolver(public_keys={}, private_keys={request["keyid"]: pem(request["key"], private=True)})
        signer = HTTPMessageSigner(signature_algorithm=ALGORITHMS[request["key"]["crv"]], key_resolver=keys)
        signed = message(request)
        signer.sign(
            signed,
            key_id=request["keyid"],
            created=datetime.datetime.fromtimestamp(request["created"], datetime.timezone.utc),
            nonce=request.get("nonce"),
            tag=request.get("tag"),
            label="sig1",
            covered_component_ids=request["covered"],
            use_existing_digest="Content-Digest" in signed.headers,
        )
        return {"signature_input": signed.headers["Signature-Input"], "signature": signed.headers["Signature"]}
    if op == "http.signature.verify":
        key = pem(request["key"])

        class AnyName(MappingKeyResolver):
            def resolve_public_key(self, key_id):
                return key

        verifier = HTTPMessageVerifier(
            signature_algorithm=ALGORITHMS[request["key"]["crv"]],
            key_resolver=AnyName(public_keys={}, private_keys={}),
        )
        result = verifier.verify(message(request))[0]
        return {"covered": [name for name in result.covered_components if name != '"@signature-params"']}
    raise NotImplementedError(op)
