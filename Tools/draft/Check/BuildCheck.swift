/// Both drafts built, twice.
enum BuildCheck {
    static func findings(programs: DraftPrograms) throws -> [Finding] {
        let build = DraftBuild(programs: programs)
        return try DraftFile.all.flatMap { file in
            let (document, findings) = try build.document(file)
            if !findings.isEmpty { return findings }
            let again = try build.document(file).document
            return document.files.filter { $0.content != again[$0.ending] }.map {
                Finding(
                    file: file.path, line: nil, rule: "build-again",
                    sentence: "a second build made another \(file.name).\($0.ending).")
            }
        }
    }
}
