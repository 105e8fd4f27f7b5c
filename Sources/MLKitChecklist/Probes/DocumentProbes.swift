internal import MLKitCore
internal import MLKitSpec

/// What is written for people.
enum DocumentProbes {
    static func readme(_ words: [String], _ context: ProbeContext) throws -> ProbeVerdict {
        guard let text = try context.text("README.md") else { return .failed("there is no `README.md`") }
        let outline = MarkdownOutline(text)
        let lacking = words.filter { word in
            !outline.indices(containing: word).contains { index in
                outline.body(of: index).contains { !MarkdownOutline.isUnfinished($0) }
            }
        }
        return lacking.isEmpty
            ? .passed("README.md has text below headings with \(Suggestion.list(words))", ["README.md"])
            : .failed("README.md has no heading with \(Suggestion.list(lacking)) and text below it", ["README.md"])
    }

    static func license(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            let names = ["LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING"]
            guard let file = try names.first(where: { try files.contains($0) && context.hasContent($0) }) else {
                return .failed("no `LICENSE` is tracked by git")
            }
            guard let license = context.spec.project.license else {
                return .failed("\(ProjectSpec.fileName) does not set `project.license`", [file])
            }
            let phrase = phrases.first { license.uppercased().hasPrefix($0.key) }?.value
            let text = try (context.text(tracked: file) ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            guard text.contains(phrase ?? " ") else {
                return .failed("`\(file)` is not the text of a license\(phrase == nil ? "" : " `\(license)`")", [file])
            }
            return .passed("`\(file)` is tracked, and `project.license` is `\(license)`", [file, ProjectSpec.fileName])
        }
    }

    /// What stands in the texts of some licenses, by how their names in SPDX begin.
    private static let phrases = [
        "MIT": "permission is hereby granted", "APACHE": "apache license", "BSD": "redistribution and use", "GPL": "general public license",
        "LGPL": "lesser general public license", "AGPL": "affero general public license", "MPL": "mozilla public license",
        "ISC": "permission to use, copy", "CC": "creative commons", "EUPL": "european union public licence", "UNLICENSE": "public domain",
    ]

    private static let enoughWords = 50
    /// So many of them have to be different.
    private static let enoughDifferent = 25

    static func docs(_ context: ProbeContext) throws -> ProbeVerdict {
        let folder = context.spec.layout[.docs]
        var most = (path: "", words: 0)
        for ending in ["md", "rst", "html"] {
            for path in try context.documents("\(folder)/**/*.\(ending)") {
                let all = try context.text(path).map { shown($0, ending) }?.split(whereSeparator: \.isWhitespace) ?? []
                let words = Set(all).count >= enoughDifferent ? all.count : 0
                if words > most.words { most = (path, words) }
            }
        }
        guard most.words >= enoughWords else {
            let wanted = "\(enoughWords) words, \(enoughDifferent) of them different"
            return .failed("no document in `\(folder)/` has \(wanted)", most.words > 0 ? [most.path] : [])
        }
        context.restsOn([most.path, ".gitignore"])
        return .passed("`\(most.path)` has \(most.words) words", [most.path])
    }

    /// What a document shows to who reads it, without its comments.
    private static func shown(_ text: String, _ ending: String) -> String {
        guard ending == "rst" else { return ShownMarkdown(text).text }
        // A comment begins with two dots, and has all lines that are indented below it (docutils).
        var isComment = false
        return text.split(whereSeparator: \.isNewline).filter { line in
            let isIndented = line.first == " " || line.first == "\t"
            isComment = isComment && isIndented || line == ".." || line.hasPrefix(".. ") && !isMarkup(line)
            return !isComment
        }.joined(separator: "\n")
    }

    /// Whether two dots begin a directive, a target, a footnote or a substitution rather than a comment.
    private static func isMarkup(_ line: Substring) -> Bool {
        line.contains("::") || [".. _", ".. [", ".. |", ".. __"].contains(where: line.hasPrefix)
    }
}
