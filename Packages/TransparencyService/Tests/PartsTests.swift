import Encoding
import HTTPServer
import JOSE
import Ledger
import SCITT
import Testing

@testable import TransparencyService

@Suite("Parts of the service")
struct PartsTests {
    @Test("settings out of their range are refused")
    func settings() {
        let changes: [(inout ServiceConfiguration) -> Void] = [
            { $0.listener.port = -1 }, { $0.requestsPerSecond = -1 }, { $0.waitingRegistrations = 0 },
            { $0.bearerToken = "short" },
        ]
        for change in changes {
            var configuration = ServiceConfiguration()
            change(&configuration)
            #expect(throws: ServiceError.self) { try configuration.check() }
        }
        #expect(throws: ServiceError.self) { try RegistrationPolicy(.anyone, largestStatement: 1) }
        #expect(throws: ServiceError.self) { try RegistrationPolicy(.anyone, largestStatement: 11 << 20) }
    }

    @Test("every error has a code of its own kind and a sentence")
    func errors() {
        let errors: [ServiceError] = [
            .log(.diskFull), .statement(.statementSubject), .keyFileMalformed,
            .keyRejected(.privateValueMismatch),
            .keyUnsuitable("receipts"), .keyFileMissing, .keyFileExposed, .file(path: "p", reason: "r"),
            .serviceDiffers(stored: "s"), .serviceInvalid, .settingInvalid("what"),
            .listener(.address("why")),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(errors.allSatisfy { !$0.description.isEmpty && !$0.description.hasSuffix(".") })
    }

    @Test("the dialect is told by the query parameters of pyscitt alone")
    func dialects() {
        #expect(Dialect(query: nil) == .scrapi)
        #expect(Dialect(query: "waitForCommit=true") == .scrapi)
        #expect(Dialect(query: "x-api-version=1") == .scrapi)
        #expect(Dialect(query: "api-version=2026-03-26") == .ccf)
        #expect(Dialect(query: "api-version=2026-03-26&waitForCommit=false") == .ccf)
        #expect(Dialect(query: "waitForCommit=true&api-version=2026-03-26") == .ccfWaiting)
    }
}
