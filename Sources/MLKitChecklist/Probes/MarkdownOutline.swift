internal import MLKitCore

/// The headings of a Markdown text with what stands below each.
struct MarkdownOutline {
    struct Section {
        var level: Int
        var title: String
        /// The lines up to the next heading, trimmed, without those that say nothing.
        var lines: [String]
    }

    /// The YAML between two lines of `---` at the beginning.
    private(set) var frontMatter: String?
    private(set) var sections: [Section] = []

    init(_ text: String) {
        let shown = ShownMarkdown(text)
        frontMatter = shown.frontMatter
        for line in shown.lines {
            if !line.isCode, add(heading: line.text) { continue }
            if !sections.isEmpty, line.isCode || ShownMarkdown.says(line.text) { sections[sections.count - 1].lines.append(line.text) }
        }
    }

    /// Whether the line is, or ends, a heading: `# Title`, or a line of `=` or `-` below a title.
    private mutating func add(heading text: String) -> Bool {
        let level = text.prefix { $0 == "#" }.count
        if (1...6).contains(level), text.dropFirst(level).first == " " {
            let title = text.dropFirst(level).trimmed.trimmingSuffix("#")
            sections.append(Section(level: level, title: title, lines: []))
            return true
        }
        guard text.count >= 2, text.allSatisfy({ $0 == "=" }) || text.allSatisfy({ $0 == "-" }),
            let title = sections.last?.lines.last, let last = sections.indices.last
        else { return false }
        sections[last].lines.removeLast()
        sections.append(Section(level: text.first == "=" ? 1 : 2, title: title, lines: []))
        return true
    }

    /// The lines below a heading, those below its own sub-headings with them.
    func body(of index: Int) -> [String] {
        let level = sections[index].level
        let below = sections[(index + 1)...].prefix { $0.level > level }
        return sections[index].lines + below.flatMap(\.lines)
    }

    /// The headings that contain a word, whatever its case.
    func indices(containing word: String) -> [Int] {
        sections.indices.filter { sections[$0].title.lowercased().contains(word.lowercased()) }
    }

    /// What a text says of itself that it is not finished.
    static func isUnfinished(_ line: String) -> Bool {
        line.split { !$0.isLetter }.contains { $0 == "TODO" || $0 == "TBD" }
    }
}

extension String {
    /// The text without a run of a character at its end, and without the space before that.
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self[...]
        while text.last == character { text.removeLast() }
        return text.trimmed
    }
}
