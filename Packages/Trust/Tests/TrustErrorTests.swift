import Encoding
import JOSE
import Signing
import Testing
import Trust

@Suite struct TrustErrorTests {
    /// A place in a file, by way of a fault that has one.
    static var place: TrustFilePlace? {
        do throws(TrustError) {
            _ = try TrustFile(parsing: #"{"typo":1}"#)
        } catch {
            if case .memberUnknown(let place) = error { return place }
        }
        return nil
    }

    static func errors() throws -> [TrustError] {
        let place = try #require(place)
        return [
            .json(.byteOrderMark), .memberUnknown(place), .memberInvalid(place, expected: .array),
            .key(.notAnObject, at: place), .anchorRejected(.libraryFailed, at: place),
            .identifierInvalid("\u{0}"),
            .keyConflict("k", identifier: "urn:a"), .tooManyKeys(identifier: "urn:a"),
            .algorithmNotAllowed("none"), .keyIDMissing, .issuerUnknown("urn:a"),
            .keyUnknown("k", identifier: "urn:a"), .algorithmNotForKey("ES256"), .certificatesNotEnabled,
            .certificate(.libraryFailed), .certificateForAnotherName("urn:a"), .certificateForAnotherKey,
            .didMethodNotEnabled("web"), .didInvalid("did:"), .didKeyID("k", identifier: "did:key:z"),
            .didKey(.form), .didKey(.tooLong), .didKey(.encoding), .didKey(.keyTypeUnsupported),
            .didKey(.key(.libraryFailed)),
        ]
    }

    @Test("each error has a code of its own, in kebab case")
    func codes() throws {
        let codes = try Self.errors().map(\.code)
        #expect(Set(codes).count == codes.count)
        for code in codes {
            #expect(
                !code.isEmpty
                    && code.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) })
        }
    }

    @Test("each error is one sentence that starts in lower case and keeps hostile text quoted")
    func sentences() throws {
        for error in try Self.errors() {
            let sentence = error.description
            #expect(sentence.first?.isUppercase == false && !sentence.hasSuffix("."), "\(sentence)")
            #expect(sentence.utf8.allSatisfy { $0 >= 0x20 }, "\(sentence)")
        }
    }
}
