import Signing
import Testing

@Suite("SHA-2 digests")
struct DigestTests {
    static func octets(_ text: String) -> [UInt8] { [UInt8](text.utf8) }
    static func hex(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("the published values of the empty string and of abc come out (FIPS 180-4)")
    func published() {
        #expect(
            Self.hex(SHA256.hash([UInt8]()))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Self.hex(SHA256.hash(Self.octets("abc")))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Self.hex(SHA384.hash(Self.octets("abc")))
                == "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                + "8086072ba1e7cc2358baeca134c825a7")
        #expect(
            Self.hex(SHA512.hash(Self.octets("abc")))
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    }

    @Test("pieces give what one shot gives", arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000])
    func pieces(length: Int) {
        let octets = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for cut in [0, length / 3, length] {
            var first = SHA256()
            var second = SHA384()
            var third = SHA512()
            var fourth = SHA256()
            let (head, tail) = (Array(octets[..<cut]), Array(octets[cut...]))
            first.update(head)
            first.update(tail)
            second.update(head)
            second.update(tail.span)
            third.update(head.span)
            third.update(tail)
            fourth.update(head.span)
            fourth.update(tail.span)
            #expect(first.finalize() == SHA256.hash(octets))
            #expect(second.finalize() == SHA384.hash(octets))
            #expect(third.finalize() == SHA512.hash(octets))
            #expect(fourth.finalizeDigest() == SHA256.digest(octets))
        }
    }

    @Test("a Merkle node and leaf hash their prefix octet first")
    func merkle() {
        let left = SHA256.digest(Self.octets("left"))
        let right = SHA256.digest(Self.octets("right"))
        #expect(
            SHA256.digest(prefix: 1, a: left, b: right).octets
                == SHA256.hash([1] + left.octets + right.octets))
        #expect(
            SHA256.digest(prefix: 0, Self.octets("leaf").span).octets
                == SHA256.hash([0] + Self.octets("leaf")))
    }

    @Test("digests of many tasks don't mix")
    func concurrent() async {
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<32 {
                group.addTask {
                    let octets = [UInt8](repeating: UInt8(task), count: 100 + task)
                    var running = SHA256()
                    running.update(octets)
                    let expected = running.finalizeDigest()
                    return (0..<500).allSatisfy { _ in SHA256.digest(octets) == expected }
                }
            }
            for await same in group { #expect(same) }
        }
    }
}

@Suite("Digest32")
struct Digest32Tests {
    @Test("only 32 octets make one", arguments: [0, 31, 33, 64])
    func lengths(count: Int) { #expect(Digest32([UInt8](repeating: 1, count: count)) == nil) }

    @Test("octets go in and come out")
    func octets() throws {
        let octets = (0..<32).map { UInt8($0) }
        let digest = try #require(Digest32(octets))
        #expect(digest.octets == octets)
        #expect(digest.span.count == 32)
        #expect(digest.description == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect(Digest32.zero.octets == [UInt8](repeating: 0, count: 32))
    }

    @Test("equality and order look at every octet", arguments: 0..<32)
    func everyOctet(index: Int) throws {
        var octets = [UInt8](repeating: 7, count: 32)
        let before = try #require(Digest32(octets))
        octets[index] = 0x80
        let after = try #require(Digest32(octets))
        #expect(before != after)
        #expect(before < after)
        #expect(!(after < before))
        #expect(Set([before, after, before]).count == 2)
    }
}
