import COSE
import HTTPTransport
import HTTPTypes
import SCITT
import Signing

extension FuzzTarget {
    /// Whatever a service answers, the client goes only where it may, waits no longer than a day, and keeps no text
    /// that could act on a terminal. Of the input, the first octet is the status, the second says whether a
    /// statement was registered; then come the lines of Location, Retry-After and Content-Type, then the content.
    static let scrapiAnswer = FuzzTarget("FuzzSCRAPIAnswer") { input in
        guard input.count > 2 else { return }
        let lines = input.dropFirst(2).split(
            separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
        var fields = HTTPFields()
        for (name, line) in zip([HTTPField.Name.location, .retryAfter, .contentType], lines) {
            let value = String(decoding: line, as: UTF8.self)
            if !value.isEmpty, HTTPField.isValidValue(value) { fields[name] = value }
        }
        let content = lines.count > 3 ? Array(lines[3]) : []
        let codes = [200, 201, 202, 204, 302, 303, 307, 400, 404, 410, 422, 429, 500, 503]
        let status = codes[Int(input[0]) % codes.count]
        let url = try HTTPURL(parsing: "https://ts.example/v1/entries")
        let answer = SCRAPIAnswer(
            reply: HTTPReply(
                HTTPResponse(status: .init(code: status), headerFields: fields), content: content),
            url: url, registering: input[1] % 2 == 0 ? nil : SHA256.digest([]),
            address: TransparencyServiceAddress(url: url), now: FuzzKey.now)
        switch Result(catching: { () throws(TransparencyClientError) in try answer.status() }) {
        case .success(let status): try check(status, url)
        case .failure(let error):
            try must(isShown(error.description), "a text that acts")
            if let seconds = error.retryAfter { try must((0...86_400).contains(seconds), "\(seconds) s") }
        }
        if let problem = ProblemDetails(parsing: content) {
            try must(problem.title != nil || problem.detail != nil, "a problem that says nothing")
            try must(isShown(problem.description), "a text that acts")
        }
    }

    private static func check(_ status: RegistrationStatus, _ url: HTTPURL) throws {
        switch status {
        case .running(let place, let seconds):
            try must(place.origin == url.origin, "it leads to \(place)")
            if let seconds { try must((0...86_400).contains(seconds), "\(seconds) s") }
        case .receipts(let receipts, let place):
            try must(!receipts.isEmpty, "no receipts")
            if let place { try must(place.origin == url.origin, "it leads to \(place)") }
        case .refused(let problem): try must(isShown(problem.description), "a text that acts")
        case .unknown(let problem):
            if let problem { try must(isShown(problem.description), "a text that acts") }
        }
    }

    private static func isShown(_ text: String) -> Bool {
        text.unicodeScalars.count < 1200
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
