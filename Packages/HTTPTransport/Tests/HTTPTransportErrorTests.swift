import HTTPTransport
import Testing

@Suite struct HTTPTransportErrorTests {
    static let all: [HTTPTransportError] = [
        .requestInvalid(.url), .requestInvalid(.scheme), .requestInvalid(.userInformation),
        .requestInvalid(.zone), .requestInvalid(.length), .requestInvalid(.field), .notEncrypted(host: "h"),
        .hostUnknown(detail: "d"), .notConnected(detail: "d"), .notTrusted(detail: "d"), .timedOut,
        .connectionLost(detail: "d"), .responseMalformed(detail: "d"), .contentTooLarge(limit: 1),
        .headerTooLarge(limit: 1), .tooManyFields(limit: 1), .cancelled, .failed(detail: "d"),
    ]

    @Test("every error has a code and a sentence of its own")
    func distinct() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        #expect(Set(Self.all.map(\.description)).count == Self.all.count)
        #expect(Self.all.allSatisfy { $0.code.hasPrefix("http-") })
    }

    @Test("only what can pass by itself is called transient")
    func transient() {
        #expect(
            Set(Self.all.filter(\.isTransient).map(\.code))
                == ["http-host-unknown", "http-not-connected", "http-timed-out", "http-connection-lost"])
    }
}
