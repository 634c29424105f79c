import Encoding
import MCP

extension FuzzTarget {
    /// A message that is read has no member that a lenient reader takes for another one that decides, and its `id`
    /// comes back in an answer as the same.
    static let rpcMessage = FuzzTarget("FuzzRPCMessage") { octets in
        guard let message = try? JSONRPCMessage(parsing: octets) else { return }
        let root = try JSONDocument(parsing: octets).root
        try must(root.kind == .object && root["jsonrpc"]?.string == "2.0", "no message of JSON-RPC 2.0")
        try must(message.isToolCall == (root["method"]?.string == "tools/call"), "another method")
        for (name, _) in root.members where !MemberNames.message.contains(name) {
            try must(
                !MemberNames.message.contains(name.lowercasedASCII),
                "\(name.quoted) could be taken for another")
        }
        guard let identifier = message.identifier else { return }
        let answer = Array(#"{"jsonrpc":"2.0","id":"#.utf8) + identifier + Array(#","result":{}}"#.utf8)
        let read = try JSONRPCMessage(parsing: answer)
        try must(read.method == nil, "the answer is a request")
        let echoed = try JSONDocument(parsing: answer).root["id"]
        guard let id = root["id"], let echoed else { throw Broken(description: "no id") }
        try must(echoed.isEquivalent(to: id), "another id")
        if let number = id.integer {
            // What readers that have doubles only make of it.
            try must(
                Int64(Double(number)) == number && String(number).utf8.elementsEqual(identifier), "not plain")
        }
    }
}
