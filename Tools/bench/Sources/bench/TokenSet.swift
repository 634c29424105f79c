import Claims
import ECT
import Encoding
import Foundation
import JOSE
import Signing
import Trust

/// The algorithms that are measured.
enum Algorithm: String, CaseIterable {
    case es256 = "ES256"
    case edDSA = "EdDSA"

    var keyType: KeyType { self == .es256 ? .p256 : .ed25519 }

    /// The digest's name as OpenSSL has it; nil where the algorithm brings its own.
    var digest: String? { self == .es256 ? "SHA256" : nil }
}

/// ECTs as an importer of executions writes them: a key an agent, workflows of 50 tasks that fork and join,
/// hashes of input and output. Made once and kept, since signing takes longer than reading.
struct TokenSet {
    /// One compact token a line.
    let tokens: URL
    /// The trust file with the agents' public keys.
    let trust: URL
    /// A private key, in PKCS #8: the first agent's.
    let privateKey: URL
    let lines: [[UInt8]]
    let trustFile: TrustFile

    /// When the first task ended, in seconds; each takes one.
    static let start: Int64 = 1_760_000_000
    /// Far ahead, because the peers can't be told another time than now.
    private static let expiration: Int64 = 4_102_444_800
    private static let workflowLength = 50
    /// Who verifies.
    static let auditor: ExactString = "https://auditor.example.org"

    init(_ algorithm: Algorithm, count: Int, agents: Int) throws {
        let folder = try Machine.folder("tokens-\(algorithm.rawValue)-\(count)-\(agents)")
        tokens = folder.appendingPathComponent("tokens.txt")
        trust = folder.appendingPathComponent("trust.json")
        privateKey = folder.appendingPathComponent("key.pem")
        if !FileManager.default.fileExists(atPath: tokens.path) {
            try Self.make(algorithm, count: count, agents: agents, in: folder)
        }
        trustFile = try TrustFile(parsing: Array(Data(contentsOf: trust)))
        lines = try Data(contentsOf: tokens).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// A verifier that acts on what it reads, at the time of the first token.
    func liveVerifier() throws -> ECTVerifier {
        let policy = ECTPolicy(
            mode: .live, now: NumericDate(clamping: Self.start + 100), audience: [Self.auditor],
            minimumLevel: .level2, firstUse: nil)
        return ECTVerifier(trust: TrustStore(trustFile), policy: policy)
    }

    /// The key that verifies a token: what the trust file has for its issuer.
    func key(of agent: Int) throws -> JWK {
        guard let key = trustFile.issuers[Self.name(agent)]?.keys.first else {
            throw BenchError("no key of agent \(agent)")
        }
        return key
    }

    // MARK: Making

    private static func make(_ algorithm: Algorithm, count: Int, agents: Int, in folder: URL) throws {
        var random = SplitMix(state: 20_260_101)
        var file = TrustFile()
        var issuers: [ECTIssuer] = []
        for agent in 0..<agents {
            let key = try PrivateJWK(
                PrivateKey.generate(algorithm.keyType), keyID: ExactString("agent-\(agent)-2026"))
            try file.add(key.publicJWK, for: name(agent))
            issuers.append(try ECTIssuer(key: key))
            if agent == 0 {
                try Data(key.privateKey.pkcs8PEM().utf8).write(
                    to: folder.appendingPathComponent("key.pem"))
            }
        }
        try Data(file.encode()).write(to: folder.appendingPathComponent("trust.json"))
        var text: [UInt8] = []
        var workflow = uuid(&random)
        var tasks: [UUIDText] = []
        for index in 0..<count {
            if tasks.count == workflowLength {
                workflow = uuid(&random)
                tasks = []
            }
            let task = uuid(&random)
            let claims = try ExecutionClaims(
                issuer: name(index % agents), audience: Audience([auditor]),
                issuedAt: NumericDate(clamping: start + Int64(index)),
                expiration: NumericDate(clamping: expiration), identifier: task, workflow: workflow,
                action: ExactString("tool.\(["search", "read", "summarize", "write"][index % 4])"),
                predecessors: predecessors(tasks, of: task, &random),
                inputHash: ContentHash(of: Array("input \(index)".utf8)),
                outputHash: ContentHash(of: Array("output \(index)".utf8)),
                extensions: .object([
                    JSONMember("org.example.duration_ms", .integer(Int64(random.next() % 10_000))),
                    JSONMember("org.example.model", .string("example-large-2026")),
                ]))
            text += Array(try issuers[index % agents].issue(claims).utf8)
            text.append(UInt8(ascii: "\n"))
            tasks.append(task)
        }
        try Data(text).write(to: folder.appendingPathComponent("tokens.txt"), options: .atomic)
    }

    /// The task before, and every fifth time another one too.
    private static func predecessors(
        _ tasks: [UUIDText], of task: UUIDText, _ random: inout SplitMix
    ) throws -> Predecessors {
        guard let last = tasks.last else { return .none }
        let other = tasks[Int(random.next() % UInt64(tasks.count))]
        let joins = other != last && random.next().isMultiple(of: 5)
        return try Predecessors(joins ? [last, other] : [last], of: task)
    }

    static func name(_ agent: Int) -> ExactString { ExactString("spiffe://example.org/agent/\(agent)") }

    private static func uuid(_ random: inout SplitMix) -> UUIDText {
        let words = [random.next(), random.next()]
        let octets = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        guard let uuid = UUIDText(random: octets) else { preconditionFailure("16 octets make a UUID") }
        return uuid
    }
}

/// Numbers that look random and are the same in every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
