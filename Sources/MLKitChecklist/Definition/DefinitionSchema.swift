internal import MLKitSpec

/// What may stand in a checklist definition. `checklists/README.md` tells the same in prose.
enum DefinitionSchema {
    static let file = ObjectSchema(
        "a checklist",
        [
            FieldSchema("checklist", .integer(1...1), "version of this format: 1", required: true),
            FieldSchema("title", .text, "what the list is called", required: true),
            FieldSchema("description", .text, "what it is for"),
            FieldSchema("sections", .list(.object(section)), "the sections, in order", required: true),
        ])

    static let section = ObjectSchema(
        "a section",
        [
            FieldSchema("id", .pattern(word), "the first part of its items' ids", required: true),
            FieldSchema("title", .text, "what the section is called", required: true),
            FieldSchema("items", .list(.object(item)), "the items, in order", required: true),
        ])

    static let item = ObjectSchema(
        "an item",
        [
            FieldSchema("id", .pattern(identifier), "`section.name`, never changed again", required: true),
            FieldSchema("title", .text, "what is to be done, asked or decided", required: true),
            FieldSchema("why", .text, "why it matters, in a sentence or two", required: true),
            FieldSchema("how", .text, "how to go about it", required: true),
            FieldSchema("kind", .choice(ItemKind.allCases.map(\.rawValue)), "how it is answered; a task if left out"),
            FieldSchema(
                "maturity", .choice(Maturity.allCases.map(\.rawValue)), "from when on it is required", required: true),
            FieldSchema("tags", .list(.pattern(word)), "words to select it by"),
            FieldSchema("options", .list(.object(option)), "for a choice: what it is among"),
            FieldSchema("yes", .text, "for a question: what follows from yes"),
            FieldSchema("no", .text, "for a question: what follows from no"),
        ])

    private static let option = ObjectSchema(
        "an option",
        [
            FieldSchema("name", .pattern(word), "what is chosen", required: true),
            FieldSchema("when", .text, "when it is the right one", required: true),
        ])

    private static let word = TextPattern("lower-case letters, digits and `-`", accepts: isWord)

    private static let identifier = TextPattern("a section and a name, like `scoping.baseline`") { text in
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy(isWord)
    }

    @Sendable private static func isWord(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
