extension Picture {
    private static let width = 206
    private static let height = 50
    private static let across = 22
    private static let down = 44
    private static let margin = 12
    /// How many characters of the two lines of a box have room.
    private static let labelLength = 21
    private static let signerLength = 30

    /// The picture as an SVG element for a page whose style sheet names the looks.
    var svg: String {
        let rows = layers.rows
        let widest = rows.map(\.count).max() ?? 0
        let fullWidth = 2 * Self.margin + widest * Self.width + max(0, widest - 1) * Self.across
        let fullHeight = 2 * Self.margin + rows.count * Self.height + max(0, rows.count - 1) * Self.down
        var corners = [(x: Int, y: Int)](repeating: (0, 0), count: boxes.count)
        for (row, nodes) in rows.enumerated() {
            let used = nodes.count * Self.width + max(0, nodes.count - 1) * Self.across
            for (at, node) in nodes.enumerated() {
                corners[node] = (
                    (fullWidth - used) / 2 + at * (Self.width + Self.across),
                    Self.margin + row * (Self.height + Self.down)
                )
            }
        }
        var svg = """
            <svg class="graph" role="img" aria-label="Workflow graph of \(boxes.count) nodes" \
            xmlns="http://www.w3.org/2000/svg" width="\(fullWidth)" height="\(fullHeight)" \
            viewBox="0 0 \(fullWidth) \(fullHeight)">
            <defs>
            <marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path d="M0 0L8 4L0 8z" class="tip"/></marker>
            <pattern id="taint" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
            <rect width="7" height="7" class="paper"/><rect width="2" height="7" class="stripe"/></pattern>
            </defs>

            """
        for arrow in arrows { svg += Self.path(from: corners[arrow.from], to: corners[arrow.to]) }
        for (box, corner) in zip(boxes, corners) { svg += Self.element(box, at: corner) }
        return svg + "</svg>\n"
    }

    private static func path(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) -> String {
        let (x1, y1) = (start.x + width / 2, start.y + height)
        let (x2, y2) = (end.x + width / 2, end.y)
        // Half of the way straight down, half straight into the box; a link upwards, in a cycle, bends widely.
        let bend = max(down / 2, abs(y2 - y1) / 2)
        return """
            <path class="arrow" d="M\(x1) \(y1)C\(x1) \(y1 + bend) \(x2) \(y2 - bend) \(x2) \(y2)" \
            marker-end="url(#tip)"/>

            """
    }

    private static func element(_ box: Box, at corner: (x: Int, y: Int)) -> String {
        let label = HTMLText.escaped(HTMLText.shortened(box.label, to: labelLength))
        let signer = HTMLText.escaped(HTMLText.shortened(box.signer, to: signerLength))
        let fill = box.isTainted ? " fill=\"url(#taint)\"" : ""
        return """
            <g class="box \(box.look.rawValue)\(box.isTainted ? " tainted" : "")">\
            <title>\(HTMLText.escaped(box.title))</title>\
            <rect x="\(corner.x)" y="\(corner.y)" width="\(width)" height="\(height)" rx="6"\(fill)/>\
            <text class="mark" x="\(corner.x + 9)" y="\(corner.y + 21)">\(box.look.mark)</text>\
            <text class="label" x="\(corner.x + 27)" y="\(corner.y + 21)">\(label)</text>\
            <text class="signer" x="\(corner.x + 10)" y="\(corner.y + 39)">\(signer)</text></g>

            """
    }
}
