internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Cards of models and data.
enum CardProbes {
    static func modelCard(_ context: ProbeContext) throws -> ProbeVerdict {
        let layout = context.spec.layout
        let other = try context.otherVersion()
        let served = try other == nil ? context.servedBundle().map { ["\($0)/MODEL_CARD.md"] } ?? [] : []
        let places = ["MODEL_CARD.md", "\(layout[.docs])/MODEL_CARD.md"] + served
        var problems = [ProbeVerdict]()
        for path in places {
            guard let text = try context.text(path) else { continue }
            guard let problem = problem(with: MarkdownOutline(text)) else {
                return .passed("`\(path)` says what the model is for, its data, metrics and limits", [path])
            }
            problems.append(.failed("`\(path)`: \(problem)", [path]))
        }
        if problems.isEmpty, let other { return .unknown("\(other.words), so that its card is not of this model: \(other.advice)") }
        if problems.isEmpty, served.isEmpty {
            for stage in context.stages(making: .bundle) {
                guard case .absent(let path) = try context.standing(of: stage) else { continue }
                return .unknown("the card of the bundle is not in this clone, as `\(path)` is not: `mlkit cache pull` gets it")
            }
        }
        return problems.first ?? .failed("there is no \(places.map { "`\($0)`" }.joined(separator: " or "))")
    }

    private static func problem(with card: MarkdownOutline) -> String? {
        let about = card.frontMatter.flatMap { try? YAMLDocument.parse(Array($0.utf8), file: "front matter") }
        guard about?["license"]?.text?.trimmed.isEmpty == false else { return "its front matter has no `license`" }
        for word in ["use", "data", "metric", "limit"] {
            let headings = card.indices(containing: word)
            guard !headings.isEmpty else { return "no heading has the word `\(word)`" }
            guard headings.contains(where: { !card.body(of: $0).isEmpty }) else {
                return "there is no text below `\(card.sections[headings[0]].title)`"
            }
            if let open = headings.first(where: { card.body(of: $0).contains(where: MarkdownOutline.isUnfinished) }) {
                return "`\(card.sections[open].title)` is not finished"
            }
        }
        return nil
    }

    /// How many headings of a data sheet have to be answered.
    private static let enoughAnswers = 4

    static func dataSheet(_ context: ProbeContext) throws -> ProbeVerdict {
        let places = ["\(context.spec.layout[.docs])/data-sheet.md", "DATASHEET.md"]
        for path in places {
            guard let text = try context.text(path) else { continue }
            let lines = ShownMarkdown(text).lines.map(\.text)
            if let line = lines.first(where: MarkdownOutline.isUnfinished) {
                return .failed("`\(path)` is not finished: \(line.trimmed.prefix(60))", [path])
            }
            let answered = parts(of: MarkdownOutline(text)).count { sentences($0.lines).contains(where: isStatement) }
            let found = "`\(path)`: \(plural(answered, "heading")) with an answer, needed are \(enoughAnswers)"
            return .held(answered >= enoughAnswers, found, [path])
        }
        return .failed("there is no \(places.map { "`\($0)`" }.joined(separator: " or "))")
    }

    /// The headings with what stands below them, without the title of the whole.
    private static func parts(of outline: MarkdownOutline) -> ArraySlice<MarkdownOutline.Section> {
        let isTitled = outline.sections.first?.level == 1 && outline.sections.count { $0.level == 1 } == 1
        return outline.sections.dropFirst(isTitled ? 1 : 0)
    }

    /// Sentences of lines that may go on in the next; rows of tables and items of lists are some of their own.
    private static func sentences(_ lines: [String]) -> [String] {
        var sentences = [String]()
        var isAtEnd = true
        for line in lines {
            let isOwn = line.hasPrefix("|") || line.hasPrefix("- ") || line.hasPrefix("* ")
            for (place, word) in line.split(separator: " ").enumerated() {
                if isAtEnd || isOwn && place == 0 { sentences.append(String(word)) } else { sentences[sentences.count - 1] += " \(word)" }
                isAtEnd = word.last { !"*_`)\"".contains($0) }.map { ".?!".contains($0) } ?? false
            }
            if line.hasPrefix("|") { isAtEnd = true }
        }
        return sentences
    }

    /// Whether a sentence says something, rather than to ask it.
    private static func isStatement(_ sentence: String) -> Bool {
        let text = sentence.drop { !$0.isLetter && !$0.isNumber }
        let end = text.trimmed.last { !"*_`) ".contains($0) }
        return text.contains(" ") && end != "?"
    }
}
