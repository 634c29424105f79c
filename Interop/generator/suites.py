"""All vector files, in the order of the interface's table."""
from . import (
    act_capabilities, act_certificates, act_delegation, act_envelope, act_mandates, act_order, act_records, cbor, cose, dag, ect,
    encoding, http, jwk, jws, merkle, receipts)


def all_suites():
    modules = [encoding, jwk, jws, act_envelope, act_certificates, act_mandates, act_capabilities, act_records, act_delegation,
               act_order, ect, dag, merkle, cbor, cose, receipts, http]
    return [module.suite() for module in modules]
