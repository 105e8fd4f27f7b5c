internal import MLKitCore

/// The first heading and the first paragraph of a README in Markdown, reStructuredText or plain text.
struct Readme {
    let path: String
    private(set) var title: String?
    /// At most `limit` characters, ended at a sentence or a word.
    private(set) var summary: String?

    static let limit = 300

    static func find(in tree: ProjectTree) -> Readme? {
        let names = ["readme.md", "readme.rst", "readme.txt", "readme", "readme.markdown"]
        let files = tree.files.filter { !$0.contains("/") }
        for name in names {
            guard let path = files.first(where: { $0.lowercased() == name }), let text = tree.text(path)
            else { continue }
            return Readme(path: path, text: text)
        }
        return nil
    }

    init(path: String, text: String) {
        self.path = path
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0).trimmed }
        var paragraph: [String] = []
        var isCode = false
        for (index, line) in lines.prefix(400).enumerated() {
            if line.hasPrefix("```") || line.hasPrefix("~~~") { isCode.toggle() }
            guard !isCode, summary == nil else { continue }
            if let heading = Self.heading(line, next: index + 1 < lines.count ? lines[index + 1] : "") {
                if title == nil { title = heading } else if !paragraph.isEmpty { break }
                paragraph = []
            } else if Self.isProse(line) {
                paragraph.append(line)
            } else if line.isEmpty, !paragraph.isEmpty {
                take(paragraph)
                paragraph = []
            }
        }
        if summary == nil { take(paragraph) }
    }

    private mutating func take(_ lines: [String]) {
        let text = Self.plain(lines.joined(separator: " "))
        // A word or two is a label, not a description.
        guard text.split(separator: " ").count > 3, !Self.isCommand(lines) else { return }
        summary = Self.shortened(text)
    }

    /// Programs that a README without marks of code shows how to call.
    private static let programs: Set<String> = [
        "python", "python3", "pip", "pip3", "conda", "mamba", "uv", "poetry", "make", "git", "docker", "bash", "sh", "cd",
        "source", "export", "curl", "wget", "npm", "dvc", "snakemake", "mlkit", "jupyter", "pytest", "rscript", "sudo",
        "apt", "brew", "cargo", "go", "java",
    ]

    /// Whether lines are what one types rather than what one says.
    private static func isCommand(_ lines: [String]) -> Bool {
        let starts = lines.allSatisfy { line in
            let words = line.split(separator: " ")
            let hasArgument = words.dropFirst().contains { word in
                word.hasPrefix("-") || word.contains("/") || word.contains(".") && word.last != "." || word == "&&"
            }
            return programs.contains(words.first?.lowercased() ?? "") && (hasArgument || words.count < 4)
        }
        return starts || lines.contains { $0.contains(" && ") && $0.contains("/") }
    }

    /// `# Title`, `<h1>Title</h1>`, or a line with one of `=` or `-` below it.
    private static func heading(_ line: String, next: String) -> String? {
        if line.hasPrefix("#") {
            let text = plain(line.drop { $0 == "#" })
            return text.isEmpty ? nil : text
        }
        if line.lowercased().hasPrefix("<h1") {
            let text = plain(withoutTags(line))
            return text.isEmpty ? nil : text
        }
        let isUnderlined = next.count >= 3 && (next.allSatisfy { $0 == "=" } || next.allSatisfy { $0 == "-" })
        guard isUnderlined, !line.isEmpty, isProse(line) else { return nil }
        return plain(line)
    }

    private static func withoutTags(_ line: String) -> String {
        var isInTag = false
        let text = line.filter { character in
            if character == "<" { isInTag = true }
            defer { if character == ">" { isInTag = false } }
            return !isInTag
        }
        return text.replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
    }

    /// Not a badge, an image, markup, a list, a quotation, a table or an underline.
    private static func isProse(_ line: String) -> Bool {
        guard let first = line.first, !plain(line).isEmpty else { return false }
        if "<!|>=-+*_~:.`$".contains(first), !line.hasPrefix("**"), !line.hasPrefix("_") { return false }
        return !line.hasPrefix("[![") && !line.hasPrefix("---")
    }

    /// Without images, the targets of links, and marks of emphasis.
    static func plain(_ text: some StringProtocol) -> String {
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            if rest.hasPrefix("!["), let image = link(rest.dropFirst()) {
                rest = image.rest
            } else if character == "[", let link = link(rest) {
                result += plain(link.text)
                rest = link.rest
            } else {
                if !"*`".contains(character) { result.append(character) }
                rest = rest.dropFirst()
            }
        }
        return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Reads `[text](target)`, where the text may hold another link.
    private static func link(_ text: Substring) -> (text: Substring, rest: Substring)? {
        var depth = 0
        for index in text.indices {
            if text[index] == "[" { depth += 1 }
            if text[index] == "]" { depth -= 1 }
            guard depth == 0 else { continue }
            let after = text[text.index(after: index)...]
            guard after.first == "(", let close = after.firstIndex(of: ")") else { return nil }
            return (text[text.index(after: text.startIndex)..<index], after[after.index(after: close)...])
        }
        return nil
    }

    private static func shortened(_ text: String) -> String {
        guard text.count > limit else { return text }
        let start = String(text.prefix(limit))
        if let end = start.ranges(of: ". ").last { return String(start[..<end.lowerBound]) + "." }
        return (start.lastIndex(of: " ").map { String(start[..<$0]) } ?? start) + " …"
    }
}
