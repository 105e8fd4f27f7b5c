internal import MLKitCore
public import MLKitSpec

/// Goes through a template's questions in their order, and finds an answer to each.
public struct Interview {
    private let template: Template
    private let projectName: String
    private let layout: Layout
    private let asksSecrets: Bool
    private let title: String?

    /// - Parameters:
    ///   - title: what the project is called for people, if that is known: the default of the question for it.
    ///   - asksSecrets: whether a person is asked for secrets: where they are put into nothing, their defaults will do.
    public init(_ template: Template, projectName: String, layout: Layout, title: String? = nil, asksSecrets: Bool = true) {
        self.template = template
        self.asksSecrets = asksSecrets
        self.title = title
        self.projectName = projectName
        self.layout = layout
    }

    /// Takes each answer from what was assigned, else from the first source that has one, else from the person, else
    /// from the question's default.
    ///
    /// - Parameters:
    ///   - sources: where answers are known from, the first that has one decides.
    ///   - prompter: asks the person; `nil` takes the defaults.
    /// - Throws: `Failure` with everything wrong with the assigned and the known answers, with questions left without
    ///   an answer, or because the input ended.
    public func answers(
        assigned: AssignedAnswers, known sources: [AnswerSource] = [], prompter: (any Prompter)? = nil
    ) throws -> Answers {
        var problems = unknown(assigned)
        var hasBadAnswer = false
        // A person is not asked twenty questions before hearing of a typo in the first argument.
        if !problems.isEmpty, prompter != nil { throw Failure(problems) }
        var answers = Answers()
        var prompter = prompter
        for (index, question) in template.questions.enumerated() {
            do {
                try compute(&answers, answered: index)
                guard try isAsked(question, answers) else {
                    answers.skipped[question.name] = suggestion(for: question, answers) ?? question.emptyAnswer
                    // What may hang on a bad answer is not a second mistake.
                    if !hasBadAnswer, assigned.values[question.name] != nil { problems.append(notAsked(question)) }
                    continue
                }
                guard question.kind != .mapping || isKnown(question, assigned, sources) else {
                    answers.skipped[question.name] = question.emptyAnswer
                    continue
                }
                let answer = try answer(question, assigned, sources, &prompter, answers)
                if question.isSecret { answers.secrets[question.name] = answer } else { answers.given[question.name] = answer }
            } catch let failure as Failure {
                problems += failure.diagnostics
                guard prompter == nil else { throw Failure(problems) }
                hasBadAnswer = true
                answers.skipped[question.name] = question.emptyAnswer
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        try compute(&answers, answered: template.questions.count)
        return answers
    }

    private func answer(
        _ question: Question, _ assigned: AssignedAnswers, _ sources: [AnswerSource],
        _ prompter: inout (any Prompter)?, _ answers: Answers
    ) throws -> JSON {
        if let text = assigned.values[question.name] { return try question.parse(text) }
        for source in sources {
            if let answer = source.answers[question.name] { return try question.check(answer, from: source) }
        }
        guard prompter == nil || question.isSecret && !asksSecrets else {
            return try Self.ask(question, suggestion(for: question, answers), option: "--set \(question.name)=", &prompter)
        }
        return try check(defaultAnswer(to: question, answers), question)
    }

    private func isKnown(_ question: Question, _ assigned: AssignedAnswers, _ sources: [AnswerSource]) -> Bool {
        assigned.values[question.name] != nil || sources.contains { $0.answers[question.name] != nil }
    }

    private func notAsked(_ question: Question) -> Diagnostic {
        .error(
            "question `\(question.name)` is not asked here, so it cannot be set",
            hint: question.condition.map { "it is asked if `\($0.text)`" })
    }

    /// Asks until there is an answer that fits.
    ///
    /// - Parameter option: by which it is answered without being asked.
    static func ask(_ question: Question, _ suggestion: JSON?, option: String, _ prompter: inout (any Prompter)?) throws -> JSON {
        var problem: Diagnostic?
        while true {
            let prompt = Prompt(question: question, suggestion: suggestion, problem: problem)
            guard let text = try prompter?.ask(prompt) else {
                throw Failure(
                    "the input ended before `\(question.name)` was answered",
                    hint: "answer with `\(option)…`, or take the defaults with `--defaults`")
            }
            do {
                if text.isEmpty, let suggestion { return suggestion }
                if text.isEmpty, question.kind == .text { throw Failure("question `\(question.name)` needs an answer") }
                return try question.parse(text)
            } catch let failure as Failure {
                problem = failure.diagnostics.first
            }
        }
    }

    /// A default made from other answers may not fit.
    private func check(_ answer: JSON?, _ question: Question) throws -> JSON {
        guard let answer else {
            throw Failure(
                "question `\(question.name)` has no default and needs an answer",
                hint: "give \(question.expectation) with `--set \(question.name)=…`")
        }
        if let problem = question.problem(with: answer) { throw Failure([problem]) }
        return answer
    }

    private func isAsked(_ question: Question, _ answers: Answers) throws -> Bool {
        try question.condition?.holds(values(answers)) ?? true
    }

    /// The default, unless it is made from other answers and does not fit: then a person is asked without one.
    private func suggestion(for question: Question, _ answers: Answers) -> JSON? {
        guard let answer = try? defaultAnswer(to: question, answers) else { return nil }
        return question.problem(with: answer) == nil ? answer : nil
    }

    private func defaultAnswer(to question: Question, _ answers: Answers) throws -> JSON? {
        if question.specPath == ["project", "title"], let title = title.flatMap({ try? question.parse($0) }) { return title }
        switch question.defaultAnswer {
        case nil: return nil
        case .value(let value): return value
        case .template(let template): return try question.parse(template.render(values(answers)))
        }
    }

    /// Makes what follows from the answers to the first questions.
    private func compute(_ answers: inout Answers, answered count: Int) throws {
        for computed in template.computed where computed.questions <= count && answers.computed[computed.name] == nil {
            answers.computed[computed.name] = try computed.value.value(values(answers))
        }
    }

    private func values(_ answers: Answers) -> TextValues {
        TextValues(answers.variables(projectName: projectName, layout: layout))
    }

    private func unknown(_ assigned: AssignedAnswers) -> [Diagnostic] {
        let known = template.questions.map(\.name)
        return assigned.values.keys.sorted().filter { !known.contains($0) }.map { name in
            if let question = template.questions.first(where: { $0.was.contains(name) }) {
                return .error(
                    "the question `\(name)` of the template `\(template.name)` is called `\(question.name)` now",
                    hint: "write `--set \(question.name)=…`")
            }
            return .error(
                "the template `\(template.name)` asks no question `\(name)`",
                hint: template.computed.contains { $0.name == name }
                    ? "`\(name)` follows from other answers" : Suggestion.hint(for: name, among: known))
        }
    }
}

extension Question {
    /// An answer that was good once, or that a person wrote into a file, may not fit the question as it is now.
    fileprivate func check(_ answer: AnswerSource.Answer, from source: AnswerSource) throws -> JSON {
        guard var problem = problem(with: answer.value) else { return answer.value }
        problem.location = answer.location
        problem.notes.append("the answer stands in \(source.name)")
        throw Failure([problem])
    }
}
