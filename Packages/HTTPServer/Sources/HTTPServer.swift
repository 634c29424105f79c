#if Service
    import Foundation
    package import Hummingbird
    import HummingbirdCore
    import HummingbirdTLS
    package import Logging
    package import NIOCore
    import NIOSSL
    import ServiceLifecycle
    import UnixSignals

    /// Listens for HTTP/1.1, plain or over TLS, within limits, until it is told to stop.
    package struct HTTPServer<Responder: HTTPResponder>: Sendable
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        private let responder: Responder
        private let configuration: ListenerConfiguration
        private let logger: Logger

        package init(_ responder: Responder, _ configuration: ListenerConfiguration, logger: Logger) {
            self.responder = responder
            self.configuration = configuration
            self.logger = logger
        }

        /// Listens until the process gets SIGTERM or SIGINT, or the task is cancelled; requests that are in
        /// flight then are finished.
        ///
        /// - Parameters:
        ///   - listening: called once, with the address.
        ///   - stopping: called once, when the server was told to stop and before requests in flight are waited for.
        package func run(
            listening: @escaping @Sendable (String) -> Void,
            stopping: @escaping @Sendable () -> Void = {}
        ) async throws(HTTPServerError) {
            let host = configuration.host
            let server = try self.server()
            let scheme = configuration.tls == nil ? "http" : "https"
            var quiet = logger
            quiet.logLevel = max(logger.logLevel, .notice)
            let application = Application(
                responder: HeadWithoutContent(responder: responder),
                server: server,
                configuration: ApplicationConfiguration(
                    address: .hostname(host, port: configuration.port),
                    availableConnectionsDelegate: MaximumAvailableConnections(configuration.connections)),
                onServerRunning: { channel in
                    let name = host.contains(":") ? "[\(host)]" : host
                    listening("\(scheme)://\(name):\(channel.localAddress?.port ?? 0)")
                },
                logger: quiet)
            var group = ServiceGroupConfiguration(
                services: [application, StopNotice(notify: stopping)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
            group.maximumGracefulShutdownDuration = .seconds(configuration.stopSeconds)
            let services = ServiceGroup(configuration: group)
            do {
                // Cancelling the services themselves would end requests in flight, and NIO ends the process for a
                // connection that arrives then.
                try await withTaskCancellationHandler {
                    try await Task { try await services.run() }.value
                } onCancel: {
                    Task { await services.triggerGracefulShutdown() }
                }
            } catch let error as IOError {
                throw .address("\(host):\(configuration.port): \(String(cString: strerror(error.errnoCode)))")
            } catch is CancellationError {
                // Requests in flight took longer than the time for stopping.
                return
            } catch {
                throw .address("\(host):\(configuration.port): \(error)")
            }
        }
    }

    extension HTTPServer {
        private func server() throws(HTTPServerError) -> HTTPServerBuilder {
            let plain = HTTPServerBuilder.http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        TransferDeadline(TimeAmount.seconds(configuration.transferSeconds)),
                        ClientDeparture(),
                    ],
                    idleTimeout: TimeAmount.seconds(configuration.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: configuration.fieldOctets / 2,
                        maxHeaderListSize: configuration.fieldOctets, maxHeaderFieldCount: 100)))
            guard let files = configuration.tls else { return plain }
            let settings = try Self.settings(files)
            do { return try .tls(plain, tlsConfiguration: settings) } catch { throw .tls("\(error)") }
        }

        private static func settings(_ files: TLSFiles) throws(HTTPServerError) -> TLSConfiguration {
            let certificates: [NIOSSLCertificate]
            do { certificates = try NIOSSLCertificate.fromPEMFile(files.certificates) } catch {
                throw .tls("\(files.certificates) has no certificate in PEM")
            }
            let key: NIOSSLPrivateKey
            do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) } catch {
                throw .tls("\(files.key) has no private key in PEM, or one that TLS can't sign with")
            }
            var settings = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
            settings.minimumTLSVersion = .tlsv12
            settings.applicationProtocols = ["http/1.1"]
            // A key of another certificate is found here and not by the first client.
            do { _ = try NIOSSLContext(configuration: settings) } catch {
                throw .tls("\(files.key) is not the key of \(files.certificates): \(error)")
            }
            return settings
        }
    }

    /// Answers HEAD as the responder does, without the content (RFC 9110 §9.3.2): a client would read it as the start
    /// of the next response.
    private struct HeadWithoutContent<Responder: HTTPResponder>: HTTPResponder {
        let responder: Responder

        func respond(to request: Request, context: Responder.Context) async throws -> Response {
            let response = try await responder.respond(to: request, context: context)
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    /// Waits for the server to be told to stop. It is the last of the services, since they are stopped in reverse.
    private struct StopNotice: Service {
        let notify: @Sendable () -> Void

        func run() async throws {
            try await gracefulShutdown()
            notify()
        }
    }

    /// What a request is answered with knows of its connection.
    package struct ConnectionContext: InitializableFromSource, Sendable {
        package let channel: any Channel

        package init(source: ApplicationRequestContextSource) { channel = source.channel }

        /// The address of the other side; empty where there is none.
        package var address: String { channel.remoteAddress?.ipAddress ?? "" }

        /// Ends the connection soon: whoever is still sending gets the answer, and a second to read it.
        package func closeSoon() {
            let channel = channel
            _ = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
    }
#endif
