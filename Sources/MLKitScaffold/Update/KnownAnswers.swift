internal import MLKitCore
internal import MLKitYAML

/// The answers that a project has to its template's questions: in the field of `mlkit.yaml` that the question is bound
/// to, else under `template.answers` there, else in the record.
struct KnownAnswers {
    private(set) var values: [String: JSON] = [:]
    private(set) var notes: [Diagnostic] = []
    private var problems: [Diagnostic] = []

    /// - Parameter assigned: questions that are answered otherwise.
    /// - Throws: `Failure` with every answer in `mlkit.yaml` that does not fit its question, or answers none.
    init(_ template: Template, _ input: ProjectInput, assigned: AssignedAnswers) throws {
        let listed = input.root["template"]?["answers"]
        for question in template.questions where assigned.values[question.name] == nil {
            if let node = question.field(in: input.root) ?? listed?[question.name] {
                take(node, question)
            } else if let answer = input.record.answers[question.name] {
                recall(answer, question)
            }
        }
        for entry in listed?.mapping ?? [] where !template.questions.contains(where: { $0.name == entry.name }) {
            report(entry, template, input)
        }
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
    }

    private mutating func take(_ node: Node, _ question: Question) {
        let answer = question.answer(from: node)
        guard var problem = question.problem(with: answer) else {
            values[question.name] = answer
            return
        }
        problem.location = node.location
        problems.append(problem)
    }

    /// An earlier answer that the template does not take any more is no mistake of the user's.
    private mutating func recall(_ answer: JSON, _ question: Question) {
        guard let problem = question.problem(with: answer) else {
            values[question.name] = answer
            return
        }
        notes.append(
            .warning(
                "the answer \(answer.compact) to `\(question.name)` is not taken any more", notes: [problem.message],
                hint: "give another one with `--set \(question.name)=…`"))
    }

    private mutating func report(_ entry: Node.Entry, _ template: Template, _ input: ProjectInput) {
        let message = "the template `\(template.name)` asks no question `\(entry.name)`"
        guard input.record.answers[entry.name] == nil else {
            notes.append(.warning("\(message) any more", at: entry.key.location, hint: "remove the line"))
            return
        }
        problems.append(
            .error(
                message, at: entry.key.location,
                hint: Suggestion.hint(for: entry.name, among: template.questions.map(\.name))))
    }
}

extension Question {
    /// The field of `mlkit.yaml` that holds the answer, if the question is bound to one that is there.
    fileprivate func field(in root: Node) -> Node? {
        guard let specPath else { return nil }
        let node = specPath.reduce(root as Node?) { $0?[$1] }
        return node?.isNull == true ? nil : node
    }

    /// What a value of a YAML file is as an answer: a text may look like a number there.
    fileprivate func answer(from node: Node) -> JSON {
        switch kind {
        case .text, .path, .choice: node.text.map { .string($0) } ?? node.json
        case .multiChoice: node.sequence.map { .array($0.map { .string($0.text ?? "") }) } ?? node.json
        default: node.json
        }
    }
}
