internal import MLKitCore
internal import MLKitSignature

/// Which columns models are better not given, and why.
struct ColumnVerdicts {
    private let inference: SchemaInference
    /// The same where the table is only looked at, which says how a command would read it.
    private let looked: SchemaInference
    private let target: String
    /// The column that the split goes by, which has to be read.
    private let kept: String?
    private let rows: Int
    /// What models call their answers.
    private let outputs: [String]

    init(
        _ inference: SchemaInference, looked: SchemaInference, target: String, kept: String?, rows: Int, outputs: [String]
    ) {
        (self.inference, self.looked, self.target, self.kept, self.rows) = (inference, looked, target, kept, rows)
        self.outputs = outputs
    }

    /// In the order of the table.
    var dropped: [(name: String, why: String)] {
        inference.profiles.compactMap { profile in
            guard profile.name != target, profile.name != kept, let why = reason(profile) else { return nil }
            return (profile.name, why)
        }
    }

    private func reason(_ profile: ColumnProfile) -> String? {
        if profile.present == 0 { return "has no values" }
        if profile.distinct == 1, profile.missing == 0 { return "has the same value in every row" }
        if outputs.contains(bytesOf: profile.name) {
            return "is called as models call their answer: with another name in the table it can be taken in"
        }
        if inference.type(profile) == .identifier { return "has another value in every row: it names rows, and tells nothing of them" }
        if SplitVerdicts.areGroups(profile.name, inference.type(profile), distinct: profile.distinct, rows: rows) {
            return "names what several rows belong to: a model would learn them by heart, and know nothing of new ones"
        }
        guard inference.isFreeText(profile), !inference.hasWords(profile) else { return nil }
        if let words = looked.writingWords(profile) { return words }
        return "has \(profile.distinct) different texts in \(plural(profile.present, "row")): as categories they come to nothing"
    }
}

/// Why a target is taken for classes or for a number.
struct TaskWords {
    private let profile: ColumnProfile
    private let inference: SchemaInference

    init(_ profile: ColumnProfile, _ inference: SchemaInference) {
        (self.profile, self.inference) = (profile, inference)
    }

    var why: String {
        if inference.task != nil { return "as chosen; the run stops where the target is not that" }
        let count = profile.distinct
        switch profile.type {
        case .boolean: return "it is true or false"
        case .text: return "it has \(count) different texts"
        case .integer where inference.isClassified(profile):
            return "it has \(count) different whole numbers; `regression` takes them for amounts"
        default: return "it has \(count) different numbers"
        }
    }
}
