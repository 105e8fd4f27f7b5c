internal import MLKitSpec

/// What may stand in a checklist definition. `checklists/README.md` tells the same in prose.
enum DefinitionSchema {
    static let file = ObjectSchema(
        "a checklist",
        [
            FieldSchema("checklist", .integer(1...ChecklistDefinition.format), "version of this format: 1", required: true),
            FieldSchema("title", .text, "what the list is called", required: true),
            FieldSchema("description", .text, "what it is for"),
            FieldSchema("scoring", .object(scoring), "how items become points or a level"),
            FieldSchema("policies", .list(.object(AnswerPolicy.keys.schema)), "what answers have to be like"),
            FieldSchema("references", .list(.object(reference)), "what the list as a whole rests on"),
            FieldSchema("sections", .list(.object(section)), "the sections, in order", required: true),
        ])

    static let section = ObjectSchema(
        "a section",
        [
            FieldSchema("id", .pattern(word), "the first part of its items' ids", required: true),
            FieldSchema("title", .text, "what the section is called", required: true),
            FieldSchema("description", .text, "what it is about"),
            FieldSchema("items", .list(.object(item)), "the items, in order", required: true),
        ])

    static let item = ObjectSchema(
        "an item",
        [
            FieldSchema("id", .pattern(identifier), "`section.name`, never changed again", required: true),
            FieldSchema("was", .list(.pattern(identifier)), "ids that it had before, whose records are its own"),
            FieldSchema("title", .text, "what is to be done, asked or decided", required: true),
            FieldSchema("why", .text, "why it matters, in a sentence or two", required: true),
            FieldSchema("how", .text, "how to go about it", required: true),
            FieldSchema("kind", .choice(ItemKind.allCases.map(\.rawValue)), "how it is answered; a task if left out"),
            FieldSchema(
                "maturity", .choice(Maturity.allCases.map(\.rawValue)), "from when on it is required", required: true),
            FieldSchema("tags", .list(.pattern(word)), "words to select it by"),
            FieldSchema("options", .mapping(.object(option)), "for a choice: what it is among, by name"),
            FieldSchema("answers", .mapping(.text), "for a question: the answers it takes, and what follows from each"),
            FieldSchema("follow_ups", .mapping(.list(.text)), "the items that an answer or option opens"),
            FieldSchema("writes", .text, "the field of mlkit.yaml or of the model card that the answer is written to"),
            FieldSchema("when", .text, "the projects it is for, as a condition on mlkit.yaml"),
            FieldSchema("needs", .list(.text), "items that come first"),
            FieldSchema("gates", .list(.text), "kinds or names of stages that wait for it"),
            FieldSchema("verify", .list(.object(ProbeSchema.probe)), "probes that look whether it is done"),
            FieldSchema("confirm", .boolean, "whether a person has to say done as well"),
            FieldSchema("references", .list(.object(reference)), "where to read on"),
            FieldSchema("version", .integer(1 ... .max), "raised when answers should be looked at again"),
        ])

    private static let option = ObjectSchema(
        "an option",
        [
            FieldSchema("title", .text, "what it is, where the name does not say enough"),
            FieldSchema("when", .text, "when it is the right one", required: true),
        ])

    private static let reference = ObjectSchema(
        "a reference",
        [
            FieldSchema("title", .text, "what it is called", required: true),
            FieldSchema("url", .text, "where it is"),
        ])

    private static let scoring = ObjectSchema(
        "`scoring`",
        [
            FieldSchema("manual", .number(0 ... .infinity), "points of an item done by hand"),
            FieldSchema("automated", .number(0 ... .infinity), "points of an item done without a person"),
            FieldSchema("total", .choice(Scoring.Total.allCases.map(\.rawValue)), "what the total is", required: true),
            FieldSchema("bands", .list(.object(band)), "what totals mean, from the lowest"),
        ])

    private static let band = ObjectSchema(
        "a band",
        [
            FieldSchema(
                "up_to", .number(-.infinity ... .infinity), "the highest total it is for; left out for the last"),
            FieldSchema("means", .text, "what such a total says", required: true),
        ])

    private static let word = TextPattern("lower-case letters, digits and `-`", accepts: isWord)

    private static let identifier = TextPattern(
        "a section and a name, like `scoping.baseline`", accepts: isIdentifier)

    @Sendable static func isIdentifier(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy(isWord)
    }

    @Sendable static func isWord(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
