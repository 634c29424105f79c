#if Service
    import ACT
    import Claims
    import Encoding
    import HTTPTransport
    import HTTPTypes
    import Logging
    import Signing

    /// Passes an admitted call on, its answer back, and records how it ended.
    ///
    /// An answer that fits the limit is held until its record is durable, and the record comes with it. A longer one
    /// and an event stream are passed on as they come; only their end waits for the record.
    struct CallProxy: Sendable {
        let configuration: GatewayConfiguration
        let transport: any HTTPStreamTransport
        let recorder: CallRecorder
        let journal: CallJournal
        let evidence: EvidenceKeeper
        let inFlight: CallsInFlight
        let metrics: GatewayMetrics
        let logger: Logger
        let clock: @Sendable () -> Int64

        /// What the client gets.
        enum Answer: Sendable {
            /// All of it, with the record.
            case whole(HTTPResponse, content: [UInt8], record: [UInt8], isTask: Bool)
            /// The beginning; the rest comes.
            case streamed(HTTPResponse, Handoff.Reader)
            case refused(CallRefusal)
        }

        /// Starts the call in the place that was reserved for it.
        ///
        /// - Parameters:
        ///   - id: of the call's message; it keeps the whole document that it is of.
        ///   - room: what the content takes of the room for contents, kept as long as the call lasts.
        func carryOut(
            _ call: AdmittedCall, _ request: HTTPRequest, content: [UInt8], id: JSONNode,
            room: ContentRoom.Part
        ) async -> Answer {
            await withCheckedContinuation { (answer: CheckedContinuation<Answer, Never>) in
                inFlight.start {
                    await run(call, request, content, id, answer)
                    withExtendedLifetime(room) {}
                }
            }
        }

        private func run(
            _ call: AdmittedCall, _ request: HTTPRequest, _ content: [UInt8], _ id: JSONNode,
            _ answer: CheckedContinuation<Answer, Never>
        ) async {
            let left = call.end.seconds - clock()
            let stream: HTTPStream
            do {
                guard left > 0 else { throw HTTPTransportError.timedOut }
                stream = try await transport.stream(
                    request, content: content,
                    within: .seconds(min(left, configuration.callSeconds)))
            } catch {
                let error = error as? HTTPTransportError ?? .failed(detail: "\(error)")
                let code = Self.code(of: error, left, configuration)
                let record = await record(call, .failed(.init(code: code)), output: nil)
                answer.resume(returning: .refused(record == nil ? .storage : .upstream(error)))
                return
            }
            await pass(stream, call, id, left, answer)
        }

        private func pass(
            _ stream: HTTPStream, _ call: AdmittedCall, _ id: JSONNode, _ left: Int64,
            _ answer: CheckedContinuation<Answer, Never>
        ) async {
            var reader = AnswerReader(id: id, to: stream.response, limit: configuration.inspectedOctets)
            var hash = SHA256()
            var (count, failure): (Int, HTTPTransportError?) = (0, nil)
            var handoff: Handoff?
            // A client that takes its time has as much of it as the call, and some for what is on its way.
            var patience: Task<Void, any Error>?
            defer { patience?.cancel() }
            func open() -> Handoff {
                let handoff = Handoff()
                patience = Task {
                    try await Task.sleep(for: .seconds(min(left, configuration.callSeconds) + Self.onItsWay))
                    handoff.leave()
                }
                answer.resume(returning: .streamed(stream.response, handoff.makeReader()))
                return handoff
            }
            if AnswerReader.isEventStream(stream.response) { handoff = open() }
            do {
                while let piece = try await stream.next() {
                    hash.update(piece)
                    count += piece.count
                    if handoff == nil, count > configuration.inspectedOctets {
                        let opened = open()
                        handoff = opened
                        if !reader.document.isEmpty { await opened.send(reader.document) }
                    }
                    reader.take(piece)
                    await handoff?.send(piece)
                }
            } catch {
                failure = error
            }
            let code = failure.map { Self.code(of: $0, left, configuration) }
            let isSeen = count > 0 || failure == nil
            let record = await record(
                call, reader.outcome(after: failure, code: code),
                output: isSeen ? ContentHash(hash.finalizeDigest()) : nil)
            if let handoff {
                handoff.finish(isWhole: failure == nil && record != nil)
            } else if let failure {
                answer.resume(returning: .refused(record == nil ? .storage : .upstream(failure)))
            } else if let record {
                answer.resume(
                    returning: .whole(
                        stream.response, content: reader.document, record: record, isTask: call.plan.isTask))
            } else {
                answer.resume(returning: .refused(.storage))
            }
        }

        /// How long what was received before the end may take to go out, in seconds.
        private static let onItsWay: Int64 = 5

        /// What ended the exchange: the mandate, where that ends before the call may.
        private static func code(
            of error: HTTPTransportError, _ left: Int64, _ configuration: GatewayConfiguration
        ) -> ExactString {
            switch error {
            case .timedOut where left <= configuration.callSeconds: "exec-ts-window"
            case .cancelled: "gateway-stopped"
            default: ExactString(error.code)
            }
        }

        /// Nil where the record could not be made durable: the call stays open in the journal, and whoever opens that
        /// next records it.
        private func record(
            _ call: AdmittedCall, _ outcome: RecordClaims.Outcome, output: ContentHash?
        ) async -> [UInt8]? {
            let time = min(NumericDate(clamping: clock()), call.end)
            let end = CallEnd(outcome: outcome, output: output, time: max(time, call.plan.started))
            do {
                let token = try await recorder.record(call.plan, under: call.mandate, end)
                journal.end(call.number)
                evidence.release(call.plan)
                metrics.called(outcome.status)
                return token
            } catch {
                metrics.called("unrecorded")
                logger.error(
                    "a call could not be recorded; its intent is in the journal",
                    metadata: ["jti": "\(call.plan.identifier)", "error": "\(error)"])
                return nil
            }
        }
    }
#endif
