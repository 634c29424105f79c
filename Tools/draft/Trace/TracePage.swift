import Foundation

/// A page on the requirements of a draft: each in the colour of its state, with what bears on it.
struct TracePage {
    let draft: DraftSource
    private let requirements: [TracedRequirement]
    /// From the page's folder to the top of the checkout, with a slash at the end.
    private let top: String
    /// The line of each vector in its file, by file and name.
    private let vectorLines: [String: Int]

    init(draft: DraftSource, requirements: [TracedRequirement], folder: String) throws {
        self.draft = draft
        self.requirements = requirements.filter { $0.id.hasPrefix("\(draft.file.abbreviation)#") }
        let here = URL(fileURLWithPath: ".").standardizedFileURL.pathComponents
        let there = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
        top =
            there.starts(with: here)
            ? String(repeating: "../", count: there.count - here.count)
            : "file://" + URL(fileURLWithPath: ".").standardizedFileURL.path + "/"
        let files = Set(self.requirements.flatMap(\.evidence).filter(\.isVector).map { $0.vectorFile })
        var lines: [String: Int] = [:]
        for file in files {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let bare = line.trimming()
                guard bare.hasPrefix("\"name\": \"") else { continue }
                let name = bare.dropFirst("\"name\": \"".count).prefix { $0 != "\"" }
                lines["\(file): \(name)"] = at + 1
            }
        }
        vectorLines = lines
    }

    var text: String {
        var body =
            "<header><h1>\(Self.escaped(draft.file.name))</h1>\n<p>Its normative statements, and what shows "
        body += "that the code keeps them. Verified: the code names it, and a test that ran and passed.</p>\n"
        body += bar + controls + "</header>\n<main>\n"
        var section: String?
        for requirement in requirements {
            if let title = requirement.section?.title, title != section {
                section = title
                body += "<h2>\(Self.escaped(title))</h2>\n"
            }
            body += card(requirement)
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Requirements of \(Self.escaped(draft.file.name))</title>
            <style>
            \(TracePageStyle.sheet)
            </style></head><body>
            \(body)</main>
            <script>
            \(TracePageStyle.script)
            </script></body></html>

            """
    }

    /// How many there are of each state, to scale.
    private var bar: String {
        let parts = counts.map { state, count in
            "<span class=\"\(state)\" style=\"flex:\(count)\" title=\"\(count) \(state)\"></span>"
        }
        return "<div class=\"bar\">\(parts.joined())</div>\n"
    }

    private var controls: String {
        let states = counts.map { state, count in
            "<button class=\"\(state)\" data-state=\"\(state)\" aria-pressed=\"true\"><i></i>\(state) "
                + "<b>\(count)</b></button>"
        }
        let levels = RequirementLevel.allCases.map { level in
            let count = requirements.count(where: { $0.level == level })
            return "<button data-level=\"\(level.rawValue)\" aria-pressed=\"true\">\(level.rawValue) "
                + "<b>\(count)</b></button>"
        }
        return "<nav>\(states.joined())<span class=\"gap\"></span>\(levels.joined())"
            + "<input type=\"search\" placeholder=\"Search\" aria-label=\"Search\"></nav>\n"
    }

    private var counts: [(state: RequirementState, count: Int)] {
        RequirementState.allCases.reversed().compactMap { state in
            let count = requirements.count(where: { $0.state == state })
            return count == 0 ? nil : (state, count)
        }
    }

    private func card(_ requirement: TracedRequirement) -> String {
        let state = requirement.state.rawValue
        var card =
            "<article id=\"\(requirement.requirement.anchor)\" class=\"\(state)\" data-state=\"\(state)\" "
        card += "data-level=\"\(requirement.level.rawValue)\">\n<p class=\"head\"><a class=\"id\" "
        card += "href=\"#\(requirement.requirement.anchor)\">\(requirement.requirement.anchor)</a>"
        card +=
            "<span class=\"level\">\(requirement.level.rawValue)</span><span class=\"state\">\(state)</span>"
        card += link(
            draft.file.path, requirement.requirement.line, "draft, line \(requirement.requirement.line)")
        card += "</p>\n<p>\(Self.marked(requirement.requirement.text))</p>\n"
        if let exception = requirement.exception {
            let by = exception.by.map { "Implied by <code>\(Self.escaped($0))</code>: " } ?? ""
            card += "<p class=\"reason\">\(by)\(Self.escaped(exception.reason))</p>\n"
        }
        card += list("Code", requirement.code.map { link($0.file, $0.line, Self.place($0.file, $0.line)) })
        let tests = Dictionary(grouping: requirement.evidence.filter { !$0.isVector }, by: \.test)
        card += list(
            "Tests",
            tests.sorted { $0.key < $1.key }.map { test, cases in
                let rows = cases.map(\.row).filter { !$0.isEmpty }
                let mark = cases.allSatisfy(\.isPassed) ? "" : "<b class=\"bad\">failed</b> "
                return mark + link(cases[0].file, cases[0].line, test)
                    + (rows.isEmpty ? "" : "<small>\(Self.escaped(rows.joined(separator: " · ")))</small>")
            })
        card += list(
            "Vectors",
            requirement.evidence.filter(\.isVector).map { vector in
                let name = vector.row.dropFirst("Interop/vectors/".count)
                return link(vector.vectorFile, vectorLines[vector.row], String(name))
            })
        return card + "</article>\n"
    }

    private func list(_ title: String, _ items: [String]) -> String {
        guard !items.isEmpty else { return "" }
        let list = "<ul>" + items.map { "<li>\($0)</li>" }.joined() + "</ul>"
        guard items.count > 3 else { return "<div class=\"by\"><span>\(title)</span>\(list)</div>\n" }
        return "<div class=\"by\"><span>\(title)</span><details><summary>\(items.count)</summary>\(list)"
            + "</details></div>\n"
    }

    private func link(_ file: String, _ line: Int?, _ words: String) -> String {
        let fragment = line.map { "#L\($0)" } ?? ""
        return "<a href=\"\(Self.escaped(top + file + fragment))\">\(Self.escaped(words))</a>"
    }

    /// `ECTVerifier.swift:12`
    private static func place(_ file: String, _ line: Int) -> String {
        "\(file.split(separator: "/").suffix(1).joined()):\(line)"
    }

    /// The key words in bold.
    private static func marked(_ text: String) -> String {
        text.split(separator: " ").map { word in
            let escaped = escaped(String(word))
            let isKey = !RequirementLevel.keywords(in: String(word)).isEmpty || word == "NOT"
            return isKey ? "<strong>\(escaped)</strong>" : escaped
        }.joined(separator: " ")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

extension TestEvidence {
    /// The file of the vector that the row is.
    fileprivate var vectorFile: String { String(row.prefix { $0 != ":" }) }
}
