internal import MLKitCore
public import MLKitSpec
internal import MLKitYAML

extension ChecklistDefinition {
    /// Reads a definition.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of stages that probes may name.
    ///   - name: the list's name, the file's without its ending.
    ///   - file: the file as diagnostics name it.
    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    public init(parsing bytes: [UInt8], kinds: StageKinds, name: String, file: String) throws {
        let root = try YAMLDocument.parse(bytes, file: file)
        if DeonList.fits(root) {
            self = try DeonList(root, name: name, file: file).definition
            return
        }
        try root.refuseNewerFormat("checklist", than: Self.format, file: file)
        try Self.check(root, file, kinds)
        self.init(
            name: name, title: root["title"]?.trimmed ?? name, summary: root["description"]?.trimmed,
            scoring: root["scoring"].map { Scoring($0) },
            policies: (root["policies"]?.sequence ?? []).map { AnswerPolicy.keys.read($0) }, references: ChecklistItem.references(root),
            sections: (root["sections"]?.sequence ?? []).map { ChecklistSection($0) })
        markScored()
    }

    private static func check(_ root: Node, _ file: String, _ kinds: StageKinds) throws {
        var validator = SchemaValidator()
        validator.check(root, .object(DefinitionSchema.file), as: file)
        let problems = validator.problems + DefinitionRules.all.flatMap { $0(root) }
            + DefinitionRules.items(of: root, kinds)
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
    }

    private mutating func markScored() {
        guard let scoring, scoring.total != .levels else { return }
        for section in sections.indices {
            for item in sections[section].items.indices { sections[section].items[item].isScored = true }
        }
    }
}

extension Scoring {
    fileprivate init(_ node: Node) {
        self.init(
            manual: node["manual"]?.json.double ?? 0, automated: node["automated"]?.json.double ?? 0,
            total: node["total"]?.text.flatMap { Total(rawValue: $0) } ?? .sum,
            bands: (node["bands"]?.sequence ?? []).map { band in
                Band(upTo: band["up_to"]?.json.double, means: band["means"]?.trimmed ?? "")
            })
    }
}

extension ChecklistSection {
    fileprivate init(_ node: Node) {
        self.init(
            id: node["id"]?.trimmed ?? "", title: node["title"]?.trimmed ?? "", summary: node["description"]?.trimmed,
            items: (node["items"]?.sequence ?? []).map { ChecklistItem($0) })
    }
}

extension ChecklistItem {
    fileprivate init(_ node: Node) {
        self.init(
            id: node["id"]?.trimmed ?? "", formerIDs: Self.texts(node["was"]), title: node["title"]?.trimmed ?? "",
            why: node["why"]?.trimmed ?? "",
            how: node["how"]?.trimmed ?? "", kind: node["kind"]?.text.flatMap { ItemKind(rawValue: $0) } ?? .task,
            maturity: node["maturity"]?.text.flatMap { Maturity(rawValue: $0) } ?? .poc, tags: Self.texts(node["tags"]),
            options: (node["options"]?.mapping ?? []).map { entry in
                Option(name: entry.name, title: entry.value["title"]?.trimmed, when: entry.value["when"]?.trimmed ?? "")
            },
            answers: (node["answers"]?.mapping ?? []).map { Answer(name: $0.name, follows: $0.value.trimmed ?? "") },
            followUps: Dictionary((node["follow_ups"]?.mapping ?? []).map { ($0.name, Self.texts($0.value)) }) { $1 },
            writes: node["writes"]?.trimmed, condition: node["when"]?.text.flatMap { try? ConditionParser.parse($0) },
            needs: Self.texts(node["needs"]), gates: Self.texts(node["gates"]),
            probes: (node["verify"]?.sequence ?? []).compactMap { Probe($0) },
            needsConfirmation: node["confirm"]?.scalar?.value.bool ?? false, references: Self.references(node),
            version: node["version"]?.scalar?.value.int ?? 1, location: (node["id"] ?? node).location)
    }

    fileprivate static func references(_ node: Node) -> [Reference] {
        (node["references"]?.sequence ?? []).map {
            Reference(title: $0["title"]?.trimmed ?? "", url: $0["url"]?.trimmed)
        }
    }

    private static func texts(_ node: Node?) -> [String] { (node?.sequence ?? []).compactMap(\.trimmed) }
}

extension Node {
    /// A scalar's text without the line break that ends a folded one.
    fileprivate var trimmed: String? { text?.trimmed }
}
