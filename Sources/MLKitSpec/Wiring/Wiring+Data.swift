internal import MLKitCore
internal import MLKitYAML

// What other stages may take of one that makes data: its splits and their schema.

extension Wiring {
    /// What a command names if it is to stand in for a stage that makes data.
    public static let dataRoles = splits + [schemaRole]
    /// The parts that rows are split into.
    static let splits = [Layout.Role.train, .valid, .test].map(\.rawValue)
    public static let schemaRole = "schema"
    /// The input with what a table is made of.
    public static let sourceRole = "source"
    /// The keys by which such a stage mends the source, and shares rows out.
    public static let cleanKey = "clean"
    public static let splitKey = "split"

    /// Splits of the data that a reference stands for, and their schema, each under its own name as a role.
    public mutating func data(_ reference: StageReference?, splits: [String]) -> [StageInput] {
        guard let data = wholeData(reference) else { return [] }
        return dataInputs(data, splits: splits)
    }

    /// One split that a reference stands for, under a role, and others of the same data with their schema.
    ///
    /// - Parameters:
    ///   - standard: the split that is meant by a reference to the whole.
    ///   - untouched: a split that it must not be, if there is one.
    public mutating func split(
        _ reference: StageReference?, as role: String, otherwise standard: String, besides untouched: String? = nil,
        splits: [String]
    ) -> [StageInput] {
        guard let reference, let (data, product) = dataStage(reference, wantsSplit: true) else { return [] }
        if let untouched, product == untouched {
            report(
                reference, "the \(untouched) split of `\(data.name)` is to be measured on, and nothing is found out from it",
                hint: "write `${stages.\(data.name).\(standard)}`")
        }
        let input = StageInput(role: role, path: path(data, product ?? standard), producer: data.name)
        return [input] + dataInputs(data, splits: splits)
    }

    /// Splits of the data that a model was made from, and their schema.
    ///
    /// - Parameter reference: the reference to the model, for what is wrong with it.
    public mutating func data(
        behind model: MadeModel, _ reference: StageReference, of stage: StageOutline, splits: [String]
    ) -> [StageInput] {
        guard let data = data(behind: model) else {
            reportNoData(behind: model, reference, stage)
            return []
        }
        return dataInputs(data, splits: splits)
    }

    /// What stands under a key, or one within it, of the stage that a reference to all its data names; `nil` for anything but a text.
    public mutating func text(_ keys: String..., of reference: StageReference?) -> String? {
        keys.reduce(wholeData(reference)?.node) { $0?[$1] }?.text
    }

    private mutating func dataInputs(_ data: StageDraft, splits: [String]) -> [StageInput] {
        (splits + [Self.schemaRole]).map { StageInput(role: $0, path: path(data, $0), producer: data.name) }
    }

    /// The stage that a reference to all its data names.
    mutating func wholeData(_ reference: StageReference?) -> StageDraft? {
        reference.flatMap { dataStage($0, wantsSplit: false)?.data }
    }

    private mutating func dataStage(
        _ reference: StageReference, wantsSplit: Bool
    ) -> (data: StageDraft, product: String?)? {
        guard let target = single(reference), let draft = target.drafts.first, isData(draft, reference) else {
            return nil
        }
        if wantsSplit, let product = target.product, !Self.splits.contains(product) {
            report(
                reference, "`\(draft.name)` has no split `\(product)`",
                hint: Suggestion.hint(for: product, among: Self.splits))
        } else if !wantsSplit, let product = target.product {
            report(
                reference, "the whole of `\(draft.name)` is wanted here, not `\(product)` alone",
                hint: "write `${stages.\(draft.name)}`")
        }
        return (draft, target.product)
    }

    /// Whether a stage makes data; reports if it does not.
    private mutating func isData(_ draft: StageDraft, _ reference: StageReference) -> Bool {
        guard let settings = draft.settings else { return false }
        guard !makesData(draft) else { return true }
        guard settings.isCommand else {
            report(reference, "`\(draft.name)` is a stage of kind `\(settings.kind)`, not of kind `data`")
            return false
        }
        let roles = outputs(of: draft).map(\.role)
        report(
            reference,
            "the command `\(draft.name)` names no output "
                + Suggestion.list(Self.dataRoles.filter { !roles.contains($0) }),
            hint: "it can be used as data if `outputs` is a mapping with \(Suggestion.list(Self.dataRoles))")
        return false
    }

    private mutating func makesData(_ draft: StageDraft) -> Bool {
        guard let settings = draft.settings, settings.makes.contains(.table) else { return false }
        return settings.products(of: draft.outline, &self).contains(where: \.isTable)
    }

    /// The stage that made the data behind a model.
    private mutating func data(behind model: MadeModel) -> StageDraft? {
        switch model.origin {
        case .data(let name): return name.flatMap { draft($0) }
        case .command(let name):
            var seen: Set<String> = []
            return draft(name).flatMap { dataBehind($0, &seen) }
        }
    }

    /// The first stage that makes data among those that a command reads from, be it through others.
    private mutating func dataBehind(_ draft: StageDraft, _ seen: inout Set<String>) -> StageDraft? {
        guard seen.insert(draft.name).inserted else { return nil }
        for producer in inputs(of: draft).flatMap({ [$0.producer].compactMap { $0 } + $0.others }) {
            guard let other = self.draft(producer) else { continue }
            if makesData(other) { return other }
            guard other.settings?.isCommand == true else { continue }
            if let data = dataBehind(other, &seen) { return data }
        }
        return nil
    }

    /// A deployed model is tried out on the test split of the data that it was made from. Where something else is
    /// wrong, the data may be unknown for that reason.
    private mutating func reportNoData(
        behind model: MadeModel, _ reference: StageReference, _ stage: StageOutline
    ) {
        guard problems.isEmpty else { return }
        report(
            reference, "`\(stage.group)` cannot tell from which data `\(model.producer)` made its model",
            hint: "let it read, in its `inputs`, what a stage of kind `data` writes")
    }
}
