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
            let texts = try files.filter { try isLicense($0) && context.hasContent($0) }
            guard let file = texts.first else { return .failed("no `LICENSE` is tracked by git") }
            guard let license = context.spec.project.license else {
                return .failed("\(ProjectSpec.fileName) does not set `project.license`", [file])
            }
            let whole = try texts.map { try context.text(tracked: $0) ?? "" }
            let read = whole.map { LicenseText($0) }
            for (file, text) in zip(texts, whole) {
                if let fault = LicenseText.fault(in: text) { return .failed("`\(file)` \(fault)", [file]) }
            }
            var unknown = [String]()
            for name in LicenseText.names(in: license) {
                let found = read.map { $0.isOne(of: name) }
                if found.contains(nil) { unknown.append(name) }
                if found.contains(true) || found.contains(nil) { continue }
                let others = read.flatMap(\.names)
                let what = others.isEmpty ? "" : "; there is that of \(Suggestion.list(others))"
                return .failed("the text of `\(name)` is not in \(Suggestion.list(texts))\(what)", texts)
            }
            guard unknown.isEmpty else {
                return .manual("mlkit does not know the text of \(Suggestion.list(unknown)), so that somebody has to look at `\(file)`")
            }
            return .passed("the text of `\(license)` is in \(Suggestion.list(texts))", texts + [ProjectSpec.fileName])
        }
    }

    /// Whether a file is called as texts of licences are. Where there are two, each has a name of its own: `LICENSE-MIT`.
    private static func isLicense(_ path: String) -> Bool {
        let parts = path.uppercased().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard !path.contains("/"), parts.count == 1 || ["MD", "TXT", "RST"].contains(parts[1]) else { return false }
        return ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"].contains { parts[0] == $0 || parts[0].hasPrefix($0 + "-") }
    }

    private static let enoughWords = 50
    /// So many of them have to be different.
    private static let enoughDifferent = 25

    static func docs(_ context: ProbeContext) throws -> ProbeVerdict {
        let folder = context.spec.layout[.docs]
        var most = (path: "", words: 0)
        var untouched: String?
        for ending in ["md", "rst", "html"] {
            for path in try context.documents("\(folder)/**/*.\(ending)") {
                guard try !context.isTemplateText(path) else {
                    untouched = untouched ?? path
                    continue
                }
                let all = try context.text(path).map { shown($0, ending) }?.split(whereSeparator: \.isWhitespace) ?? []
                let words = Set(all).count >= enoughDifferent ? all.count : 0
                if words > most.words { most = (path, words) }
            }
        }
        guard most.words >= enoughWords else {
            let wanted = "\(enoughWords) words, \(enoughDifferent) of them different"
            let other = untouched.map { "; `\($0)` is as the template wrote it" } ?? ""
            return .failed("no document in `\(folder)/` has \(wanted)\(other)", most.words > 0 ? [most.path] : [])
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
