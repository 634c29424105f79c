public import Encoding
public import JOSE

//= ACT#req-act-trust-no-fetch
//# it MUST NOT cause a key to be fetched
//= ECT#req-ect-key-fetch
//# A verifier MUST NOT fetch a key or a key set from a location that an unverified token names or implies.
/// Where the keys of a `did:web` come from. Nothing is fetched unless a caller supplies one.
///
/// It is asked before any signature is verified, thus for identifiers that anyone may have written: answer
/// from documents at hand, or fetch from hosts that are known, never from wherever the identifier points.
public protocol DIDResolver: Sendable {
    /// The verification keys of `did`; nil where it is not known or not trusted.
    func keys(for did: ExactString) -> JWKSet?
}
