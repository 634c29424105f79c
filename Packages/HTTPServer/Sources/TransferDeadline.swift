#if Service
    import NIOCore
    import NIOHTTPTypes

    /// Ends a connection that holds something up: a request that trickles in and that nobody may be reading, or an
    /// answer that the client does not take. How long an answer takes to be made is not its matter.
    final class TransferDeadline: ChannelDuplexHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart
        typealias InboundOut = HTTPRequestPart
        typealias OutboundIn = HTTPResponsePart
        typealias OutboundOut = HTTPResponsePart

        private let limit: TimeAmount
        /// Runs from a request's head to its end.
        private var arrival: Scheduled<Void>?
        /// Runs while there is something that the client has not taken, and anew whenever it takes something.
        private var departure: Scheduled<Void>?
        private var untaken = 0

        init(_ limit: TimeAmount) { self.limit = limit }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: arrival = schedule(context, instead: arrival)
            case .body: break
            case .end: arrival?.cancel()
            }
            context.fireChannelRead(data)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            let taken = promise ?? context.eventLoop.makePromise()
            untaken += 1
            if untaken == 1 { departure = schedule(context, instead: departure) }
            taken.futureResult.assumeIsolated().whenSuccess { self.taken(context) }
            context.write(data, promise: taken)
        }

        func channelInactive(context: ChannelHandlerContext) {
            stop()
            context.fireChannelInactive()
        }

        func handlerRemoved(context: ChannelHandlerContext) { stop() }

        private func taken(_ context: ChannelHandlerContext) {
            untaken -= 1
            if untaken > 0 {
                departure = schedule(context, instead: departure)
            } else {
                departure?.cancel()
            }
        }

        private func schedule(_ context: ChannelHandlerContext, instead: Scheduled<Void>?) -> Scheduled<Void>?
        {
            instead?.cancel()
            guard context.channel.isActive else { return nil }
            return context.eventLoop.assumeIsolated().scheduleTask(in: limit) { context.close(promise: nil) }
        }

        private func stop() {
            arrival?.cancel()
            departure?.cancel()
        }
    }
#endif
