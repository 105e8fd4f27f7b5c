internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What a schema cannot say about one item. Each rule takes the item and returns what breaks it.
enum ItemRules {
    /// - Parameter kinds: the kinds of stages that there are.
    static func all(_ kinds: StageKinds) -> [(Node) -> [Diagnostic]] {
        [
            keysFitTheKind, optionsAreEnough, followUpsHaveAnAnswer, conditionsParse, oneProbeEach,
            { probesNameKinds($0, kinds) }, { probesLookSomewhere($0, kinds) }, writesSomewhere,
        ]
    }

    private static func keysFitTheKind(_ item: Node) -> [Diagnostic] {
        let owners: [String: [ItemKind]] = [
            "options": [.choice], "answers": [.question], "follow_ups": [.question, .choice],
            "writes": [.question, .choice],
        ]
        let kind = kind(item)
        return (item.mapping ?? []).compactMap { entry in
            guard let owners = owners[entry.name], !owners.contains(where: { $0.rawValue == kind }) else { return nil }
            let names = owners.map { "`\($0.rawValue)`" }.joined(separator: " or ")
            return .error(
                "`\(entry.name)` is for an item of kind \(names); this one is a \(kind)", at: entry.key.location)
        }
    }

    private static func optionsAreEnough(_ item: Node) -> [Diagnostic] {
        guard kind(item) == ItemKind.choice.rawValue, item["options"]?.mapping?.count ?? 0 < 2 else { return [] }
        return [
            .error(
                "a choice needs at least two `options`", at: (item["options"] ?? item).location,
                hint: "list each by its name, with `when` it is the right one")
        ]
    }

    private static func followUpsHaveAnAnswer(_ item: Node) -> [Diagnostic] {
        let known = (item["options"] ?? item["answers"])?.mapping?.map(\.name) ?? []
        return (item["follow_ups"]?.mapping ?? []).filter { !known.contains($0.name) }.map { entry in
            .error(
                "`\(entry.name)` is no answer to this item", at: entry.key.location,
                hint: Suggestion.hint(for: entry.name, among: known))
        }
    }

    private static func conditionsParse(_ item: Node) -> [Diagnostic] {
        guard let node = item["when"], let text = node.text else { return [] }
        do {
            _ = try ConditionParser.parse(text)
            return []
        } catch {
            return [.error(error.message, at: node.location, notes: ["the condition is `\(text)`"], hint: error.hint)]
        }
    }

    private static func oneProbeEach(_ item: Node) -> [Diagnostic] {
        if kind(item) == ItemKind.automatic.rawValue, item["verify"]?.sequence?.isEmpty ?? true {
            return [.error("an automatic item needs probes under `verify`", at: (item["id"] ?? item).location)]
        }
        return (item["verify"]?.sequence ?? []).filter { ($0.mapping?.count ?? 1) != 1 }.map { probe in
            .error("a probe has one key, its name", at: probe.location, hint: "begin a new list entry for each probe")
        }
    }

    private static func probesNameKinds(_ item: Node, _ kinds: StageKinds) -> [Diagnostic] {
        (item["verify"]?.sequence ?? []).flatMap { probe -> [Diagnostic] in
            let stage = (node: probe["stage"]?[ProbeSchema.kindName], key: ProbeSchema.kindName)
            let spec = (node: probe["spec"]?[ProbeSchema.stageName], key: ProbeSchema.stageName)
            return [stage, spec].compactMap { named -> Diagnostic? in
                guard let node = named.node, let name = node.text, kinds.kind(named: name) == nil else { return nil }
                return .error(
                    "unknown value `\(name.shortened)` for `\(named.key)`", at: node.location,
                    hint: Suggestion.hint(for: name, among: kinds.names))
            }
        }
    }

    /// Fields that no spec can have are typing errors.
    private static func probesLookSomewhere(_ item: Node, _ kinds: StageKinds) -> [Diagnostic] {
        (item["verify"]?.sequence ?? []).compactMap { probe in
            guard let spec = probe["spec"], let field = spec["field"] ?? (spec.text == nil ? nil : spec),
                let path = field.text
            else { return nil }
            let problem =
                spec["stage"]?.text.map { SpecPath.problem(with: path, inStageOfKind: $0, kinds) }
                ?? SpecPath.problem(with: path)
            return problem.map { .error($0.message, at: field.location, hint: $0.hint) }
        }
    }

    private static func writesSomewhere(_ item: Node) -> [Diagnostic] {
        guard let node = item["writes"], let path = node.text, !path.hasPrefix("card."),
            let problem = SpecPath.problem(with: path)
        else { return [] }
        return [.error(problem.message, at: node.location, hint: problem.hint)]
    }

    private static func kind(_ item: Node) -> String { item["kind"]?.text ?? ItemKind.task.rawValue }
}
