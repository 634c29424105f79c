import Encoding
import Signing
import TestSupport
import Testing

@Suite("HMAC and HKDF with SHA-256")
struct HMACTests {
    @Test(
        "the test cases of RFC 4231 and their like come out", arguments: VectorFile("hmac.json").cases("hmac")
    )
    func hmac(_ vector: Vector) {
        let (key, message) = (vector.octets("key"), vector.octets("message"))
        let code = HMAC.sha256(key: key, message: message)
        #expect(code.octets == vector.octets("code"))
        #expect(HMAC.isValid(code.octets, key: key, message: message))
        #expect(!HMAC.isValid(code.octets, key: key + [1], message: message))
        #expect(!HMAC.isValid(code.octets, key: key, message: message + [0]))
        #expect(!HMAC.isValid(code.octets.dropLast(), key: key, message: message))
        #expect(!HMAC.isValid([], key: key, message: message))
    }

    @Test("the test cases of RFC 5869 come out", arguments: VectorFile("hmac.json").cases("hkdf"))
    func hkdf(_ vector: Vector) throws {
        let expected = vector.octets("output")
        let output = HKDF.sha256(
            inputKey: vector.octets("input"), salt: vector.octets("salt"), info: vector.octets("info"),
            count: expected.count)
        #expect(output == expected)
    }

    @Test("HKDF gives at most 255 blocks, and each length is the start of the longer ones")
    func lengths() throws {
        #expect(HKDF.sha256(inputKey: [1], count: 8161) == nil)
        #expect(HKDF.sha256(inputKey: [1], count: -1) == nil)
        #expect(HKDF.sha256(inputKey: [1], count: 0) == [])
        let longest = try #require(HKDF.sha256(inputKey: [1], count: 8160))
        #expect(longest.count == 8160)
        for count in [1, 31, 32, 33, 64, 1000] {
            #expect(HKDF.sha256(inputKey: [1], count: count) == Array(longest.prefix(count)))
        }
    }
}
