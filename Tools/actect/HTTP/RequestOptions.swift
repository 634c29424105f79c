import ArgumentParser
import HTTPTypes
import WIMSE

/// A request, as arguments like curl's or as a file.
struct RequestOptions: ParsableArguments {
    @Argument(help: "The URL of the request, where it is not in a file.")
    var url: String?

    @Option(
        name: [.customShort("X"), .customLong("request")],
        help: "The method; GET, or POST with -d, where it is not given.")
    var method: String?

    @Option(
        name: [.customShort("H"), .customLong("header")],
        help: ArgumentHelp("A field; may be given several times.", valueName: "name: value"))
    var header: [String] = []

    @Option(
        name: [.customShort("d"), .customLong("data")],
        help: ArgumentHelp("The content; @FILE reads a file as it is.", valueName: "text"))
    var data: String?

    @Option(help: ArgumentHelp("The request as HTTP/1.1 text; - is standard input.", valueName: "file"))
    var file: String?

    func read() throws(CommandFailure) -> RequestText {
        guard let url else {
            guard let file else { throw CommandFailure(.usage, "a URL or --file is needed") }
            guard method == nil, header.isEmpty, data == nil else {
                throw CommandFailure(.usage, "-X, -H and -d go with a URL, not with --file")
            }
            return try RequestText(parsing: Files.read(file), of: file)
        }
        guard file == nil else { throw CommandFailure(.usage, "a URL or --file, not both") }
        let name = method ?? (data == nil ? "GET" : "POST")
        guard let method = HTTPRequest.Method(name) else { throw CommandFailure(.usage, "-X: no method") }
        guard var request = HTTPRequest(method: method, target: url) else {
            throw CommandFailure(.usage, "\(url) is not an absolute URL of http or https")
        }
        for line in header {
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon]))
            else {
                throw CommandFailure(.usage, "-H: \(line) is not NAME: VALUE")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            request.headerFields.append(HTTPField(name: name, value: String(value)))
        }
        return RequestText(request: request, content: try content())
    }

    private func content() throws(CommandFailure) -> [UInt8] {
        guard let data else { return [] }
        return data.hasPrefix("@") ? try Files.read(String(data.dropFirst())) : Array(data.utf8)
    }
}

extension RequestText {
    /// A request that was given by arguments.
    init(request: HTTPRequest, content: [UInt8]) {
        self.request = request
        self.content = content
    }
}
