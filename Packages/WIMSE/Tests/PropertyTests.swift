import Encoding
import HTTPTypes
import Ledger
import Testing
import TestSupport
import TestTokens
import WIMSE

/// A random request, and one octet of a covered part to be changed.
private struct Sample: CustomStringConvertible {
    var scenario: Scenario
    let part: Int
    let place: Int
    let octet: UInt8
    var description: String {
        "\(scenario.method) \(scenario.target) \(scenario.fields) \(scenario.content.count) octets, part \(part)"
    }
}

@Suite("Properties")
struct PropertyTests {
    private static let letters = Array("abcdefgzABCZ0189-._~".utf8)
    private func text(_ random: inout SeededGenerator, _ alphabet: [UInt8], _ count: ClosedRange<Int>)
        -> String
    {
        String(decoding: (0..<random.integer(in: count)).map { _ in random.pick(alphabet) }, as: UTF8.self)
    }

    private func sample(_ random: inout SeededGenerator) -> Sample {
        var scenario = Scenario()
        scenario.method = random.pick([.get, .post, .put, .delete, .patch])
        scenario.target = "/" + text(&random, Self.letters + Array("/%:@!$&'()*+,;=".utf8), 0...20)
        if random.oneIn(2) {
            scenario.target += "?" + text(&random, Self.letters + Array("/%:@!$&'()*+,;=?".utf8), 0...20)
        }
        scenario.fields = []
        if random.oneIn(2) { scenario.fields.append(("Content-Type", text(&random, Self.letters, 1...20))) }
        if random.oneIn(2) {
            scenario.fields.append(("Authorization", "Basic " + text(&random, Self.letters, 1...20)))
        }
        if random.oneIn(3) { scenario.fields.append(("Txn-Token", text(&random, Self.letters, 1...20))) }
        for _ in 0..<random.integer(in: 0...3) {
            scenario.fields.append(("X-Tenant", text(&random, Self.letters + Array(" ,;\"=".utf8), 0...12)))
        }
        scenario.policy.coveredFields = [HTTPField.Name("X-Tenant") ?? .accept]
        scenario.content = random.octets(count: 0...64)
        if random.oneIn(2) { scenario.tokens.executionContext = [Scenario.ect()] }
        scenario.signResponse = random.oneIn(2)
        return Sample(
            scenario: scenario, part: random.integer(in: 0...1000), place: random.integer(in: 0...100_000),
            octet: UInt8.random(in: 1...127, using: &random))
    }

    @Test("what is signed verifies, and with any octet of a covered part changed it does not")
    func roundTrip() throws {
        let verifierOf = { (scenario: Scenario) in
            RequestVerifier(trust: scenario.trust, policy: scenario.policy, replay: MemoryReplayStore())
        }
        forAll(sample, runs: 400) { sample in
            let scenario = sample.scenario
            let sent = try scenario.send()
            _ = try verifierOf(scenario).verify(
                sent.request, content: MessageContent(scenario.content), at: Scenario.date())
            guard let changed = change(sent.request, scenario.content, sample) else { return true }
            let error = refusal {
                _ = try verifierOf(scenario).verify(
                    changed.0, content: MessageContent(changed.1), at: Scenario.date())
            }
            return error != nil
        }
    }

    /// The message with one octet of method, target, a covered field or the content changed; nil where the change
    /// makes no difference that a receiver could see.
    private func change(_ request: HTTPRequest, _ content: [UInt8], _ sample: Sample) -> (
        HTTPRequest, [UInt8]
    )? {
        var request = request
        let fields = Array(request.headerFields)
        let part = sample.part % (fields.count + 3)
        switch part {
        case 0:
            guard
                let method = HTTPRequest.Method(
                    String(decoding: changed(Array(request.method.rawValue.utf8), sample), as: UTF8.self)),
                method != request.method
            else { return nil }
            request.method = method
        case 1:
            let old = request.path
            request.path = String(decoding: changed(Array((old ?? "").utf8), sample), as: UTF8.self)
            guard normal(request.path) != normal(old) else { return nil }
        case 2:
            guard !content.isEmpty else { return (request, [sample.octet]) }
            return (request, changed(content, sample))
        default:
            let field = fields[part - 3]
            let value = HTTPField(
                name: field.name,
                value: String(decoding: changed(Array(field.value.utf8), sample), as: UTF8.self))
            // White space around a value is none of it (RFC 9110 §5.5).
            guard trimmed(value.value) != trimmed(field.value) else { return nil }
            var all = fields
            all[part - 3] = value
            request.headerFields = HTTPFields(all)
        }
        return (request, content)
    }

    /// An empty path is `/`, and a lone question mark at the end an empty query, which counts as none (RFC 9421 §2.2.6,
    /// §2.2.7).
    private func normal(_ target: String?) -> String {
        var target = target ?? ""
        if target.isEmpty || target.hasPrefix("?") { target = "/" + target }
        if target.firstIndex(of: "?") == target.indices.last { target.removeLast() }
        return target
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }

    private func changed(_ octets: [UInt8], _ sample: Sample) -> [UInt8] {
        guard !octets.isEmpty else { return [sample.octet] }
        var octets = octets
        octets[sample.place % octets.count] ^= sample.octet
        return octets
    }

    @Test("random octets in the fields are refused or make no difference, and never trap")
    func hostile() throws {
        let names: [HTTPField.Name] = [
            .signatureInput, .signature, .workloadIdentityToken, .authorization, .contentDigest,
            .executionContext,
            .actMandate, .actRecord,
        ]
        let request = try Scenario().send().request
        let verified = { (request: HTTPRequest) in
            try Scenario().verifier.verify(
                request, content: MessageContent(Scenario().content), at: Scenario.date())
        }
        let covered = try verified(request).covered
        // A further member of `Signature`, or an empty line, makes no difference.
        forAll({ random in
            (random.pick(names), random.text(count: 0...40), random.oneIn(2))
        }) { name, text, replaces in
            var changed = request
            if replaces {
                changed.headerFields[name] = text
            } else {
                changed.headerFields.append(HTTPField(name: name, value: text))
            }
            var accepted: VerifiedRequest?
            let error = refusal { accepted = try verified(changed) }
            guard let accepted else { return error != nil }
            let tokens = accepted.tokens
            return accepted.covered == covered && tokens.presented.isEmpty && tokens.supporting.isEmpty
                && tokens.mandate == nil && tokens.presentedRecords.isEmpty
                && tokens.supportingRecords.isEmpty
        }
    }
}
