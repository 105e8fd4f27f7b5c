import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A page of the project's own documentation, taken apart: blocks of code, headings, links and code spans.
struct MarkdownPage {
    /// Where it stands in the repository: `docs/stages.md`.
    let path: String
    let text: String
    /// Fenced blocks with their languages, in order.
    let blocks: [(language: String, lines: [String])]
    /// All lines outside of fenced blocks.
    private let prose: [String]

    init(_ path: String) throws {
        self.path = path
        text = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing(FilePath(path)))
        var blocks: [(language: String, lines: [String])] = []
        var prose = [String]()
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let bare = line.drop { $0 == " " }
            if bare.hasPrefix("```") {
                if !isInside { blocks.append((String(bare.dropFirst(3)), [])) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                prose.append(line)
            }
        }
        self.blocks = blocks
        self.prose = prose
    }

    /// Every page that people read, in order.
    static func all() throws -> [MarkdownPage] {
        let patterns = ["*.md", "docs/**/*.md", "benchmarks/*.md", "checklists/*.md", "templates/*.md"]
        return try patterns.flatMap { try Glob($0).matches(in: BuiltTool.sourceRoot, files: LocalFileSystem()) }
            .map { try MarkdownPage($0) }
    }

    /// The texts of the blocks of a language, each with its last line break.
    func texts(of language: String) -> [String] {
        blocks.filter { $0.language == language }.map { $0.lines.joined(separator: "\n") + "\n" }
    }

    /// The lines below a heading of the second level, as a page of their own would have them.
    func section(_ title: String) -> Substring? {
        text.split(separator: "\n## \(title)\n").dropFirst().first?.split(separator: "\n## ").first
    }

    /// Prose a paragraph at a time, so that one stray backquote does not reach far.
    private var paragraphs: [String] {
        prose.split(separator: "").map { $0.joined(separator: "\n") }
    }

    /// What stands between backquotes in prose.
    var codeSpans: [String] {
        paragraphs.flatMap { $0.matches(of: #/`([^`]*)`/#).map { String($0.output.1) } }
    }

    /// Where links and pictures lead to: `../README.md#evidence`.
    var links: [String] {
        paragraphs.flatMap { paragraph in
            paragraph.replacing(#/`[^`]*`/#, with: "").matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.output.1) }
        }
    }

    /// What a link may name behind `#`: the headings as GitHub writes them, numbered where they repeat.
    var anchors: Set<String> {
        var seen: [String: Int] = [:]
        return Set(
            prose.filter { $0.contains(#/^#+ /#) }.map { line in
                let slug = Self.slug(line.drop { $0 == "#" }.dropFirst())
                seen[slug, default: -1] += 1
                return seen[slug] == 0 ? slug : "\(slug)-\(seen[slug] ?? 0)"
            })
    }

    private static func slug(_ heading: Substring) -> String {
        let words = heading.replacing(#/\[([^\]]*)\]\([^)]*\)/#) { $0.output.1 }.lowercased()
        return words.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.replacing(" ", with: "-")
    }
}
