public import MLKitCore

/// Answers given beforehand, as `key=value` texts.
public struct AssignedAnswers: Sendable {
    let values: [String: String]

    /// The answer to a question, as it was typed.
    public subscript(question: String) -> String? { values[question] }

    /// What is said of choices that a template calls otherwise now.
    public func outdated(for template: Template) -> [Diagnostic] {
        template.questions.flatMap { question in
            (values[question.name] ?? "").split(separator: ",").flatMap { question.outdated(in: .string(String($0).trimmed)) }
        }
    }

    /// - Throws: `Failure` naming all that is not `key=value` or is there twice.
    public init(parsing assignments: [String] = []) throws {
        var values: [String: String] = [:]
        var problems = [Diagnostic]()
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
                problems.append(
                    .error("`\(assignment)` sets nothing", hint: "write `--set QUESTION=ANSWER`"))
                continue
            }
            let name = String(assignment[..<equals]).trimmed
            if values[name] != nil { problems.append(.error("`\(name)` is set twice")) }
            values[name] = String(assignment[assignment.index(after: equals)...])
        }
        guard problems.isEmpty else { throw Failure(problems) }
        self.values = values
    }
}
