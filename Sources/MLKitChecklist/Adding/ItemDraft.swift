internal import MLKitCore
public import MLKitSpec

/// An item that somebody wants on a list of the project's own.
public struct ItemDraft: Sendable {
    public var section: String
    public var title: String
    public var why: String
    public var how: String
    public var kind: ItemKind = .task
    public var maturity: Maturity
    public var tags: [String] = []
    public var gates: [String] = []
    /// For a question: the answers it takes, each with what follows from it; none for words of one's own.
    public var answers: [(name: String, follows: String)] = []
    /// For a choice: what it is among, and when each is right.
    public var options: [(name: String, when: String)] = []
    /// The whole id, or its part after the dot; made of the title if left out.
    public var id: String?

    public init(section: String, title: String, why: String, how: String, maturity: Maturity) {
        self.section = section.trimmed
        self.title = title.trimmed
        self.why = why.trimmed
        self.how = how.trimmed
        self.maturity = maturity
    }

    /// As a definition has it, under an id.
    func definition(id: String) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("title", .string(title)), .init("why", .string(why)),
            .init("how", .string(how)),
        ]
        if kind != .task { members.append(.init("kind", .string(kind.rawValue))) }
        if !options.isEmpty {
            members.append(.init("options", .object(options.map { .init($0.name, ["when": .string($0.when)]) })))
        }
        if !answers.isEmpty {
            members.append(.init("answers", .object(answers.map { .init($0.name, .string($0.follows)) })))
        }
        members.append(.init("maturity", .string(maturity.rawValue)))
        if !tags.isEmpty { members.append(.init("tags", .array(tags.map { .string($0) }))) }
        if !gates.isEmpty { members.append(.init("gates", .array(gates.map { .string($0) }))) }
        return .object(members)
    }

    /// Words that say little of what an item is about.
    private static let fillers: Set<String> = [
        "a", "an", "and", "are", "at", "be", "by", "do", "does", "for", "from", "has", "have", "how", "in", "is", "it",
        "of", "on", "or", "our", "that", "the", "their", "there", "to", "we", "what", "which", "who", "will", "with",
    ]

    /// A name made of the first words of the title that say something; empty if it has none in plain letters.
    var nameFromTitle: String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        let telling = words.filter { !Self.fillers.contains($0) }
        return (telling.isEmpty ? words : telling).prefix(4).joined(separator: "-")
    }
}
