import COSE
import Encoding
import Signing

extension EvidenceBundle {
    /// Writes the bundle as JSON for people, in pieces: octet strings in base64url, tokens as they are. This form
    /// is not verified.
    public func writeJSON(to sink: (String) throws(SCITTError) -> Void) throws(SCITTError) {
        try sink("{\n  \"version\": 1,\n  \"tokens\": [")
        for index in 0..<tokenCount {
            let text = JSONValue.string(ExactString(String(decoding: try token(at: index), as: UTF8.self)))
            try sink((index == 0 ? "\n    " : ",\n    ") + String(decoding: text.encode(), as: UTF8.self))
        }
        try sink("\n  ],\n  \"anchors\": [")
        for index in 0..<anchorCount { try writeAnchor(index, to: sink) }
        try sink("\n  ]")
        if let policyHash { try sink(",\n  \"policy\": \"\(Base64URL.encode(policyHash.octets))\"") }
        try sink("\n}\n")
    }

    private func writeAnchor(
        _ index: Int, to sink: (String) throws(SCITTError) -> Void
    ) throws(SCITTError) {
        let anchor = try anchor(at: index)
        let receipts = anchor.receipts.map { "\"\(Base64URL.encode($0))\"" }.joined(separator: ", ")
        try sink(
            """
            \(index == 0 ? "" : ",")
                {
                  "statement": "\(Base64URL.encode(anchor.statement))",
                  "receipts": [\(receipts)],
                  "covers": [
            """)
        var isFirst = true
        try forEachCover(ofAnchor: index) { (cover) throws(SCITTError) in
            let place =
                switch cover.place {
                case .alone: ""
                case .leaf(let leaf): ", \"leaf\": \(leaf)"
                case .path(let path): ", \"path\": \"\(Base64URL.encode(path.encode()))\""
                }
            try sink((isFirst ? "" : ",") + "\n        {\"token\": \(cover.token)\(place)}")
            isFirst = false
        }
        try sink("\n      ]")
        if anchor.leafCount > 0 {
            try sink(",\n      \"leaf_hashes\": [")
            for leaf in 0..<UInt64(anchor.leafCount) {
                let hash = try leafHash(leaf, ofAnchor: index).map { Base64URL.encode($0.octets) } ?? ""
                try sink((leaf == 0 ? "" : ",") + "\n        \"\(hash)\"")
            }
            try sink("\n      ]")
        }
        try sink("\n    }")
    }
}
