import Encoding
import Foundation
import HTTPServer
import HTTPTransport
import HTTPTypes
import Logging
import SCITT
import Testing

@testable import TransparencyService

@Suite(
    "The service over TLS", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct TLSTests {
    let folder = TemporaryFolder()
    let policy: RegistrationPolicy

    init() throws {
        policy = try RegistrationPolicy(.trusted(Anchorer().trust))
    }

    /// A certificate for localhost that vouches for itself, and its key.
    private func files(_ name: String) throws -> TLSFiles {
        let files = TLSFiles(
            certificates: folder.file("\(name).certificate.pem"), key: folder.file("\(name).key.pem"))
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", files.key, "-out", files.certificates, "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        return files
    }

    /// The status of `/health`, or the code of the error.
    private func health(_ url: String, authorities: String?) async -> String {
        do throws(HTTPTransportError) {
            let transport = try CurlTransport(CurlSettings(certificateAuthorities: authorities))
            let request = HTTPRequest(method: .get, url: try HTTPURL(parsing: "\(url)/health"))
            return try await "\(transport.send(request).response.status.code)"
        } catch {
            return error.code
        }
    }

    @Test("who trusts the certificate is answered, who does not sends nothing, and plain HTTP gets no answer")
    func served() async throws {
        let files = try files("own")
        let running = try await RunningService(policy, in: folder) { $0.listener.tls = files }
        let url = "https://localhost:\(running.port)"
        #expect(await health(url, authorities: files.certificates) == "200")
        #expect(await health(url, authorities: nil) == "http-not-trusted")
        await #expect(throws: ConnectionFailed.self) { try await running.ask("GET", "/health") }
        #expect(await health(url, authorities: files.certificates) == "200")
        try await running.stop()
    }

    @Test("a certificate without its key, and files that are none, are refused at the start")
    func refused() async throws {
        let own = try files("own")
        let other = try files("other")
        try Data("no PEM".utf8).write(to: URL(fileURLWithPath: folder.file("rubbish")))
        for files in [
            TLSFiles(certificates: own.certificates, key: other.key),
            TLSFiles(certificates: folder.file("rubbish"), key: own.key),
            TLSFiles(certificates: own.certificates, key: folder.file("nowhere")),
        ] {
            var configuration = ServiceConfiguration()
            configuration.listener.tls = files
            let service = try TransparencyService(
                folder: folder.file("data"), service: "urn:example:service", policy: policy,
                configuration: configuration, metrics: PrometheusMetrics(), logger: Logger(label: "test"),
                clock: { Int64(time(nil)) })
            await #expect {
                try await service.run { _ in Issue.record("it listens") }
            } throws: {
                ($0 as? ServiceError)?.code == "server-tls"
            }
        }
    }
}
