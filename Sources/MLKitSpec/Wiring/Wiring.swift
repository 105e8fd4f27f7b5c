public import MLKitCore
internal import MLKitYAML

/// Follows the references between stages: who reads what of whom. Kinds of stages ask it for their inputs, and it
/// reports what is wrong with references.
public struct Wiring {
    let drafts: [StageDraft]
    public let layout: Layout
    private(set) var problems: [Diagnostic] = []
    /// The stages whose models are being looked for, each for the one before.
    private var resolving: [String] = []
    /// How often a model may be made from another: each is looked for inside the one before.
    private static let longestChain = 20
    /// The outputs of stages that were asked for already: every input of a command is held against all of them.
    private var known: [String: [StageOutput]] = [:]
    /// By kind, the entries that leave names of files to mlkit.
    var unnamed: [String: [String]] = [:]
    /// Who writes what, once a command has asked.
    private var writers: PathIndex?
    /// The drafts of each entry of `stages`, and where each draft stands.
    let groups: [String: [StageDraft]]
    private let numbers: [String: Int]

    init(drafts: [StageDraft], layout: Layout) {
        self.drafts = drafts
        self.layout = layout
        groups = Dictionary(grouping: drafts, by: \.outline.group)
        numbers = Dictionary(drafts.indices.map { (drafts[$0].name, $0) }) { first, _ in first }
    }

    func draft(_ name: String) -> StageDraft? { numbers[name].map { drafts[$0] } }

    /// The inputs of a stage.
    mutating func inputs(of draft: StageDraft) -> [StageInput] {
        draft.settings?.inputs(of: draft.outline, &self) ?? []
    }

    /// The outputs of a stage.
    mutating func outputs(of draft: StageDraft) -> [StageOutput] {
        if let outputs = known[draft.name] { return outputs }
        let outputs = draft.settings?.outputs(of: draft.outline, &self) ?? []
        known[draft.name] = outputs
        return outputs
    }

    /// The path of an output of a stage.
    mutating func path(_ draft: StageDraft, _ role: String) -> String {
        outputs(of: draft).first { $0.role == role }?.path ?? ""
    }

    // MARK: Files

    /// A path or pattern as what a stage reads, with the stages that write it, or something of it.
    ///
    /// - Parameter location: where it stands in the file.
    public mutating func file(
        _ path: String, of stage: StageOutline, isOptional: Bool = false, at location: SourceLocation? = nil
    ) -> StageInput {
        let index = writers ?? pathIndex()
        writers = index
        let number = numbers[stage.name]
        let found = Glob.isPattern(path) ? matching(path, index) : Self.overlapping(path, index, besides: number)
        var seen: Set = [number]
        let others = found.filter { seen.insert($0).inserted }.map { drafts[$0].name }
        return StageInput(
            role: "", path: path, producer: others.first, others: Array(others.dropFirst()), isOptional: isOptional,
            at: location)
    }

    /// The stage that writes a path, or a folder around it, and all that write something inside of it.
    private static func overlapping(_ path: String, _ index: PathIndex, besides number: Int?) -> [Int] {
        index.first(overlapping: path, besides: number).map { [$0] + index.all(inside: path) } ?? []
    }

    /// The stages with an output that a pattern may match, be it in part, or that has just its name.
    private mutating func matching(_ pattern: String, _ index: PathIndex) -> [Int] {
        let glob = Glob(pattern)
        let folder = glob.fixedFolder
        let around = index.first(overlapping: folder).map { [$0] } ?? []
        let near = folder.isEmpty ? Array(drafts.indices) : Set(around + index.all(inside: folder)).sorted()
        return near.filter { number in
            outputs(of: drafts[number]).contains { glob.overlaps($0.path) || $0.path.hasSameBytes(as: pattern) }
        }
    }

    private mutating func pathIndex() -> PathIndex {
        var index = PathIndex()
        for (number, draft) in drafts.enumerated() {
            // Stages of one name are one here, and reported as such elsewhere.
            for output in outputs(of: draft) { index.add(output.path, numbers[draft.name] ?? number) }
        }
        return index
    }

    // MARK: Cycles

    /// Begins to look for the models of a stage.
    ///
    /// - Returns: `false` if they are being looked for already, or too many are; that is reported.
    mutating func enter(_ draft: StageDraft) -> Bool {
        if let start = resolving.firstIndex(of: draft.name) {
            reportCycle(Array(resolving[start...]))
            return false
        }
        guard resolving.count < Self.longestChain else {
            add(
                .error(
                    "`\(draft.name)` quantizes a model that was quantized again and again",
                    at: draft.outline.location, hint: "quantize a trained model"))
            return false
        }
        resolving.append(draft.name)
        return true
    }

    mutating func leave() { resolving.removeLast() }

    /// Stages that make their models from each other's, shown from the first of the file on.
    private mutating func reportCycle(_ names: [String]) {
        let order = { [numbers] (name: String) in numbers[name] ?? 0 }
        let first = names.indices.min { order(names[$0]) < order(names[$1]) } ?? 0
        let rotated = Array(names[first...] + names[..<first])
        add(GraphRules.cycle(rotated, at: drafts[order(rotated[0])].outline.location))
    }

    // MARK: Problems

    /// Reports something that is wrong with a reference.
    public mutating func report(_ reference: StageReference, _ message: String, hint: String? = nil) {
        add(.error(message, at: reference.location, hint: hint))
    }

    /// A reference may be followed more than once; its problem is told once.
    private mutating func add(_ problem: Diagnostic) {
        if problems.count < Diagnostic.limit, !problems.contains(problem) { problems.append(problem) }
    }
}
