public import Claims
public import Encoding

/// `del`: how far authority was passed on, and how far it may be.
public struct Delegation: Hashable, Sendable {
    /// Hops from the root mandate, 0 to `maxDepth`.
    public let depth: Int
    /// The greatest depth that is allowed below this mandate, 0 to 16.
    public let maxDepth: Int
    /// One hop for each delegation, the root's first.
    public let chain: [Hop]

    /// The most hops.
    public static let limit = 16

    /// One delegation, signed by the delegator.
    public struct Hop: Hashable, Sendable {
        /// Who delegated.
        public let delegator: ExactString
        /// The `jti` of the mandate that the delegator held.
        public let identifier: UUIDText
        /// The hash of that mandate's compact form.
        public let hash: ContentHash
        /// Names the delegator's key.
        public let keyID: ExactString
        /// The delegator's signature over the hop.
        public let signature: [UInt8]

        /// What the delegator signs: the mandate held, and the child and its agent by name, so that a hop
        /// can't be spliced into another chain.
        static func input(hash: ContentHash, child: UUIDText, subject: ExactString) -> [UInt8] {
            Array("act-delegation:\(hash.text).\(child).\(subject)".utf8)
        }
    }

    /// A root mandate's delegation: it may be passed on, `maxDepth` deep.
    public init(maxDepth: Int) throws(ACTError) {
        try self.init(maxDepth: maxDepth, chain: [])
    }

    init(maxDepth: Int, chain: [Hop]) throws(ACTError) {
        guard (0...Self.limit).contains(maxDepth) else { throw .rule(.delMaxDepth) }
        guard chain.count <= maxDepth else { throw .rule(.delDepth) }
        depth = chain.count
        self.maxDepth = maxDepth
        self.chain = chain
    }

    init(parsing node: JSONNode) throws(ACTError) {
        guard node.isObject(of: ACTClaims.delegation), let depth = node["depth"]?.integer,
            let maxDepth = node["max_depth"]?.integer, let list = node["chain"]
        else { throw .rule(.del) }
        guard (0...Int64(Self.limit)).contains(maxDepth) else { throw .rule(.delMaxDepth) }
        guard (0...maxDepth).contains(depth) else { throw .rule(.delDepth) }
        // The count is compared before the hops are read: depth is at most 16.
        guard list.count == Int(depth) else { throw .rule(.delChainLength) }
        var chain: [Hop] = []
        for element in list.elements { chain.append(try Hop(parsing: element)) }
        try self.init(maxDepth: Int(maxDepth), chain: chain)
    }

    var value: JSONValue {
        [
            "depth": .integer(Int64(depth)), "max_depth": .integer(Int64(maxDepth)),
            "chain": .array(chain.map(\.value)),
        ]
    }
}

extension Delegation.Hop {
    init(parsing node: JSONNode) throws(ACTError) {
        guard node.isObject(of: ACTClaims.hop), let delegator = node["delegator"]?.string,
            StringOrURI.isValid(delegator), let identifier = node["jti"]?.string.flatMap(UUIDText.init),
            let hash = node["hash"]?.string.flatMap(ContentHash.init), let keyID = node["kid"]?.string,
            let signature = node["sig"]?.string.flatMap({ try? Base64URL.decode($0.string) })
        else { throw .rule(.delEntry) }
        self.delegator = delegator
        self.identifier = identifier
        self.hash = hash
        self.keyID = keyID
        self.signature = signature
    }

    var value: JSONValue {
        [
            "delegator": .string(delegator), "jti": .string(identifier.text), "hash": .string(hash.text),
            "kid": .string(keyID), "sig": .string(ExactString(Base64URL.encode(signature))),
        ]
    }
}
