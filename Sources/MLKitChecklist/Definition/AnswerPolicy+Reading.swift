internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension AnswerPolicy {
    static let kindNames = ["path", "model", "run", "commit", "url"]

    static let schema = ObjectSchema(
        "a policy",
        [
            FieldSchema("for", .object(selector), "the items it is for; all if left out"),
            FieldSchema("evidence", .choice(["required"]), "whether answers need evidence that a change would be seen of"),
            FieldSchema("kinds", .list(.choice(kindNames)), "the kinds of evidence that count"),
            FieldSchema("review", .choice(["required"]), "whether somebody else has to agree with the answer"),
            FieldSchema("waivers", .choice(["refused"]), "whether the items can be put off"),
            FieldSchema("expires", .integer(1...36_500), "days after which an answer has to be given again"),
            FieldSchema("unclear", .choice(["allowed"]), "whether what cannot be judged may pass gates"),
        ])

    private static let selector = ObjectSchema(
        "`for`",
        [
            FieldSchema("items", .list(.text), "items by id"), FieldSchema("tag", .text, "those with this tag"),
            FieldSchema("maturity", .choice(Maturity.allCases.map(\.rawValue)), "those that this level requires first"),
        ])

    /// Reads a policy that the schema has been held against.
    init(_ node: Node) {
        let items = node["for"]?["items"]?.sequence?.compactMap(\.text) ?? []
        selector = Selector(
            items: items, tag: node["for"]?["tag"]?.text,
            maturity: node["for"]?["maturity"]?.text.flatMap { Maturity(rawValue: $0) })
        needsEvidence = node["evidence"] != nil
        kinds = node["kinds"]?.sequence?.compactMap(\.text) ?? []
        needsReview = node["review"] != nil
        allowsWaivers = node["waivers"] == nil
        days = node["expires"]?.scalar?.value.int
        allowsUnclear = node["unclear"] != nil
    }
}
