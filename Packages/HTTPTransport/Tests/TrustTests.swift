import Foundation
import HTTPTransport
import HTTPTypes
import Testing

/// TLS with a server of OpenSSL's own tool.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct TrustTests {
    @Test("a certificate that nobody vouches for is refused, and taken once its file is named")
    func authorities() async throws {
        let server = try TLSServer(name: "localhost")
        defer { server.stop() }
        let url = "https://localhost:\(server.port)/"
        #expect(await Self.code(url) == "http-not-trusted")
        #expect(await Self.code(url, authorities: server.certificate) == nil)
        #expect(await Self.code(url, authorities: "/nonexistent.pem") == "http-not-trusted")
    }

    @Test("a trusted certificate for another name is refused")
    func otherName() async throws {
        let server = try TLSServer(name: "ts.example")
        defer { server.stop() }
        let code = await Self.code("https://localhost:\(server.port)/", authorities: server.certificate)
        #expect(code == "http-not-trusted")
    }

    /// The code of the error; nil for an answer.
    static func code(_ url: String, authorities: String? = nil) async -> String? {
        do throws(HTTPTransportError) {
            let transport = try CurlTransport(CurlSettings(certificateAuthorities: authorities))
            let request = HTTPRequest(method: .get, url: try HTTPURL(parsing: url))
            return try await transport.send(request).response.status == 200 ? nil : "status"
        } catch {
            return error.code
        }
    }
}

/// `openssl s_server` on a port of the system's choice.
final class TLSServer {
    let certificate: String
    let port: Int
    private let process: Process

    init(name: String) throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        certificate = folder + "/certificate.pem"
        let request = try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", folder + "/key.pem", "-out", certificate, "-subj", "/CN=\(name)", "-addext",
            "subjectAltName=DNS:\(name)",
        ])
        request.process.waitUntilExit()
        let server = try Self.openssl([
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", folder + "/key.pem", "-www",
        ])
        process = server.process
        var said = ""
        while !said.contains("ACCEPT 127.0.0.1:") || !said.hasSuffix("\n") {
            let piece = server.output.availableData
            guard !piece.isEmpty else { break }
            said += String(decoding: piece, as: UTF8.self)
        }
        port = try #require(
            said.split(whereSeparator: \.isWhitespace).last { $0.hasPrefix("127.0.0.1:") }
                .flatMap { Int($0.dropFirst(10)) })
    }

    func stop() { process.terminate() }

    private static func openssl(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = Pipe()
        try process.run()
        return (process, pipe.fileHandleForReading)
    }
}
