internal import MLKitCore
internal import MLKitYAML

/// Reads computed answers one after the other; each may use all answers, and those computed before it.
struct ComputedReader {
    private(set) var problems: [Diagnostic] = []
    private(set) var computed: [ComputedAnswer] = []
    private let questions: [String]
    private var scope: Scope
    /// How many questions must be answered before a variable is known.
    private var needs: [String: Int]

    /// - Parameter mappings: those of the questions that have parts.
    init(questions: [String], mappings: Set<String>, names: [String]) {
        self.questions = questions
        scope = Scope(questions: questions)
        scope.mappings = mappings
        scope.later = Set(names)
        needs = Dictionary(questions.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    }

    mutating func read(_ entry: Node.Entry) {
        checkName(entry)
        if entry.value.text != nil, !entry.value.isNull {
            do {
                let value = try TextValue(TextSource(entry.value), scope)
                let count = value.uses.compactMap { needs[$0] }.max() ?? 0
                computed.append(ComputedAnswer(name: entry.name, value: value, questions: count))
                needs[entry.name] = count
            } catch {
                problems += (error as? Failure)?.diagnostics ?? []
            }
        }
        scope.variables.append(entry.name)
    }

    private mutating func checkName(_ entry: Node.Entry) {
        problems += VariableName.problem(entry.key, of: "computed answer").map { [$0] } ?? []
        guard questions.contains(entry.name) else { return }
        problems.append(.error("`\(entry.name)` is a question already", at: entry.key.location))
    }
}
