internal import MLKitCore

/// What a template may do with secret answers: put them into files that are the user's alone, and nothing else. Whatever is
/// shown, kept or named would give them away.
struct SecretRules {
    private let template: Template

    init(_ template: Template) { self.template = template }

    /// The secret questions, and the computed answers that follow from them.
    static func names(_ questions: [Question], _ computed: [ComputedAnswer]) -> Set<String> {
        var names = Set(questions.filter(\.isSecret).map(\.name))
        for answer in computed where !names.isDisjoint(with: answer.value.uses) { names.insert(answer.name) }
        return names
    }

    /// Everything that would show a secret, or keep it.
    var problems: [Diagnostic] {
        guard !template.secrets.isEmpty else { return [] }
        let questions = template.questions.flatMap { question -> [Diagnostic?] in
            var kept: TextTemplate?
            if case .template(let text)? = question.defaultAnswer, !question.isSecret { kept = text }
            return [
                kept.flatMap { problem("the default of `\(question.name)`, which is kept,", $0.uses, $0.location) },
                question.condition.flatMap { problem("whether `\(question.name)` is asked", $0.uses, $0.location) },
            ]
        }
        let files = template.files.flatMap { file in
            file.path.map { problem("the name of `\(file.source)`", $0.uses, $0.location) }
                + file.loops.map { problem("how often `\(file.source)` is made", $0.list.uses, $0.list.location) }
        }
        let steps = template.nextSteps.map { problem("a step of `next`, which is shown,", $0.uses, $0.location) }
        let commands = template.postSteps.flatMap { step in
            [
                problem("a command, which is shown,", step.command.uses, step.command.location),
                step.condition.flatMap { problem("whether a command is run", $0.uses, $0.location) },
                step.help.flatMap { problem("the help of a command", $0.uses, $0.location) },
            ]
        }
        return (questions + files + steps + commands).compactMap(\.self)
    }

    private func problem(_ what: String, _ uses: Set<String>, _ place: SourceLocation) -> Diagnostic? {
        guard let secret = uses.intersection(template.secrets).sorted().first else { return nil }
        return .error("\(what) would give the secret `\(secret)` away", at: place)
    }
}

extension TemplateFile.Content {
    /// The variables that stand in it.
    var uses: Set<String> {
        switch self {
        case .rendered(let text): text.uses
        case .copied: []
        }
    }
}
