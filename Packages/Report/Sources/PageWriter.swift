/// Writes a page. `raw` is for markup of this module's own, `text` for everything else.
struct PageWriter {
    private(set) var octets: [UInt8] = []

    mutating func begin(title: String) {
        raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        // The page may load and run nothing, whatever a token got into it.
        raw("<meta http-equiv=\"Content-Security-Policy\" ")
        raw("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        raw("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        text(title)
        raw("</title>\n<style>\n\(PageStyle.sheet)\n</style>\n</head>\n<body>\n")
    }

    mutating func end() { raw("</body>\n</html>\n") }

    mutating func raw(_ markup: String) { octets += markup.utf8 }

    mutating func text(_ text: String) { octets += HTMLText.escaped(text).utf8 }

    /// Says that a list was cut.
    mutating func note(omitted: Int, _ what: String) {
        guard omitted > 0 else { return }
        raw("<p class=\"note\">")
        text("\(omitted) more \(what) are not listed.")
        raw("</p>\n")
    }
}
