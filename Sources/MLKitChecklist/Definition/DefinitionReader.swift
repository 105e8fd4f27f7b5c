internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension ChecklistDefinition {
    /// Reads a definition.
    ///
    /// - Parameters:
    ///   - name: the list's name, the file's without its ending.
    ///   - file: the file as diagnostics name it.
    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    public init(parsing bytes: [UInt8], name: String, file: String) throws {
        let root = try YAMLDocument.parse(bytes, file: file)
        var validator = SchemaValidator()
        validator.check(root, .object(DefinitionSchema.file), as: file)
        let problems = validator.problems + DefinitionRules.all.flatMap { $0(root) }
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
        self.init(
            name: name, title: root["title"]?.trimmed ?? name, summary: root["description"]?.trimmed,
            sections: (root["sections"]?.sequence ?? []).map { ChecklistSection($0) })
    }
}

extension ChecklistSection {
    fileprivate init(_ node: Node) {
        self.init(
            id: node["id"]?.trimmed ?? "", title: node["title"]?.trimmed ?? "",
            items: (node["items"]?.sequence ?? []).map { ChecklistItem($0) })
    }
}

extension ChecklistItem {
    fileprivate init(_ node: Node) {
        self.init(
            id: node["id"]?.trimmed ?? "", title: node["title"]?.trimmed ?? "", why: node["why"]?.trimmed ?? "",
            how: node["how"]?.trimmed ?? "", kind: node["kind"]?.text.flatMap { ItemKind(rawValue: $0) } ?? .task,
            maturity: node["maturity"]?.text.flatMap { Maturity(rawValue: $0) } ?? .poc,
            tags: (node["tags"]?.sequence ?? []).compactMap(\.text),
            options: (node["options"]?.sequence ?? []).map { option in
                Option(name: option["name"]?.trimmed ?? "", when: option["when"]?.trimmed ?? "")
            },
            yes: node["yes"]?.trimmed, no: node["no"]?.trimmed, location: (node["id"] ?? node).location)
    }
}

extension Node {
    /// A scalar's text without the line break that ends a folded one.
    fileprivate var trimmed: String? { text?.trimmed }
}
