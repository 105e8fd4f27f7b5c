internal import MLKitCore
internal import MLKitYAML

/// The answers that a project has to its template's questions: in the field of `mlkit.yaml` that the question is bound
/// to, else under `template.answers` there, else in the record.
struct KnownAnswers {
    let sources: [AnswerSource]
    private(set) var notes: [Diagnostic] = []
    /// Answers of the record that the template does not take any more, by question.
    private var unfit: [String: JSON] = [:]
    /// Where `mlkit.yaml` still has answers to questions that are called otherwise now.
    let carriedPlaces: [[String]]

    /// - Parameter assigned: what is answered anew.
    /// - Throws: `Failure` with every answer in `mlkit.yaml` to what is no question.
    init(_ template: Template, _ input: ProjectInput, assigned: Set<String>) throws {
        let listed = input.root["template"]?["answers"]
        let recorded = Self.recorded(template, input.record, assigned, &notes, &unfit)
        let carried = Self.carried(template, input)
        carriedPlaces = carried.map(\.place)
        sources = [
            template.answers(inSpec: input.root),
            AnswerSource(
                "mlkit.yaml", Dictionary(carried.map { ($0.question, AnswerSource.Answer($0.answer)) }) { first, _ in first }),
            template.answers(in: listed, name: "template.answers"),
            AnswerSource("`\(ScaffoldRecord.path)`", recorded.mapValues { AnswerSource.Answer($0) }),
        ]
        notes += Self.outdated(template, input)
        var problems = [Diagnostic]()
        for entry in listed?.mapping ?? [] where !template.questions.contains(where: { $0.name == entry.name }) {
            report(entry, template, input.record, &problems)
        }
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
    }

    /// The questions that have an answer.
    var names: Set<String> { Set(sources.flatMap(\.answers.keys)) }

    /// Where `mlkit.yaml` has choices by their former names.
    private static func outdated(_ template: Template, _ input: ProjectInput) -> [Diagnostic] {
        template.questions.flatMap { question in
            [question.specPath, ["template", "answers", question.name]].compactMap { $0.flatMap { input.root.value(at: $0) } }
                .flatMap { question.outdated(in: question.written($0), at: $0.location) }
        }
    }

    /// Those of them that nothing else answers: they are kept, in case the template takes them again, and until somebody
    /// gives others.
    func kept(besides fresh: [String: JSON]) -> [String: JSON] {
        let names = names
        return unfit.filter { fresh[$0.key] == nil && !names.contains($0.key) }
    }

    /// Answers of a record to what the template asks no more. They are kept, in case it asks again.
    static func dropped(_ template: Template, _ record: ScaffoldRecord) -> [String: JSON] {
        let carried = Set(template.questions.flatMap(\.was))
        let asked = Set(template.questions.map(\.name))
        return record.answers.filter { !asked.contains($0.key) && !carried.contains($0.key) }
    }

    /// Answers in `mlkit.yaml` to questions under their former names. Where those were bound to nobody knows any more: it is
    /// looked for beside where the question is bound now.
    private static func carried(
        _ template: Template, _ input: ProjectInput
    ) -> [(question: String, place: [String], answer: JSON)] {
        template.questions.compactMap { question -> (question: String, place: [String], answer: JSON)? in
            guard let path = question.specPath, input.root.value(at: path) == nil else { return nil }
            for name in question.was where input.record.answers[name] != nil {
                let place = Array(path.dropLast()) + [name]
                guard let answer = input.root.value(at: place).map({ question.current($0.json) }), question.problem(with: answer) == nil
                else { continue }
                return (question.name, place, answer)
            }
            return nil
        }
    }

    /// An earlier answer that the template does not take any more is no mistake of the user's.
    private static func recorded(
        _ template: Template, _ record: ScaffoldRecord, _ assigned: Set<String>, _ notes: inout [Diagnostic],
        _ unfit: inout [String: JSON]
    ) -> [String: JSON] {
        var answers: [String: JSON] = [:]
        for question in template.questions {
            let names = [question.name] + question.was
            guard let answer = names.lazy.compactMap({ record.answers[$0] }).first.map(question.current) else { continue }
            guard let problem = question.problem(with: answer) else {
                answers[question.name] = answer
                continue
            }
            if assigned.contains(question.name) { continue }
            unfit[question.name] = answer
            notes.append(
                .warning(
                    "the answer \(answer.compact) to `\(question.name)` is not taken any more",
                    notes: [problem.message], hint: "give another one with `--set \(question.name)=…`"))
        }
        return answers
    }

    private mutating func report(
        _ entry: Node.Entry, _ template: Template, _ record: ScaffoldRecord, _ problems: inout [Diagnostic]
    ) {
        if let question = template.questions.first(where: { $0.was.contains(entry.name) }) {
            notes.append(
                .warning(
                    "the question `\(entry.name)` is called `\(question.name)` now", at: entry.key.location,
                    hint: "rename the line"))
            return
        }
        let message = "the template `\(template.name)` asks no question `\(entry.name)`"
        guard record.answers[entry.name] == nil else {
            notes.append(.warning("\(message) any more", at: entry.key.location, hint: "remove the line"))
            return
        }
        problems.append(
            .error(
                message, at: entry.key.location,
                hint: Suggestion.hint(for: entry.name, among: template.questions.map(\.name))))
    }
}
