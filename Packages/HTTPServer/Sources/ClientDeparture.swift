#if Service
    import NIOCore
    import NIOHTTPTypes

    /// Says that a client has gone while something was done for it. Nobody reads from a connection, or writes to it,
    /// until there is an answer, and so nobody else would find out.
    final class ClientDeparture: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart
        typealias InboundOut = HTTPRequestPart

        private var act: (@Sendable () -> Void)?
        private var hasGone = false

        /// Has `act` called when the client goes, or at once where it has gone.
        fileprivate func wait(_ act: (@Sendable () -> Void)?) {
            self.act = act
            if hasGone { leave() }
        }

        private func leave() {
            hasGone = true
            act?()
            act = nil
        }

        func channelInactive(context: ChannelHandlerContext) {
            leave()
            context.fireChannelInactive()
        }

        /// Who sends no more has gone as well: the rest of a connection that was closed is not seen before something
        /// is written to it.
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? ChannelEvent, event == .inputClosed { leave() }
            context.fireUserInboundEventTriggered(event)
        }
    }

    extension ConnectionContext {
        /// Has `act` called when the client goes, or at once where it has gone; in place of what was to be called
        /// before. Nil for nothing.
        package func whenClientGoes(_ act: (@Sendable () -> Void)?) {
            let channel = channel
            channel.eventLoop.execute {
                guard channel.isActive,
                    let handler = try? channel.pipeline.syncOperations.handler(type: ClientDeparture.self)
                else {
                    act?()
                    return
                }
                handler.wait(act)
            }
        }
    }
#endif
