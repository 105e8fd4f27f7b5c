internal import MLKitCore

/// A question with choices that mlkit itself asks, in the way of those of templates.
public struct OwnQuestion {
    private let question: Question
    private let option: String

    /// - Parameters:
    ///   - help: what is asked.
    ///   - choices: each with what it is, if the name does not say it; the first is suggested.
    ///   - option: that answers it on the command line, up to the answer: `--layout `.
    public init(_ name: String, help: String, choices: [(value: String, label: String?)], option: String) {
        question = Question(
            name: name, kind: .choice, help: help, choices: choices.map { Question.Choice(value: $0.value, label: $0.label) },
            validation: nil,
            specPath: nil, defaultAnswer: nil, condition: nil)
        self.option = option
    }

    /// - Throws: `Failure` if the input ends.
    public func ask(_ prompter: any Prompter) throws -> String {
        var prompter: (any Prompter)? = prompter
        let answer = try Interview.ask(question, question.choices.first.map { .string($0.value) }, option: option, &prompter)
        return question.text(of: answer)
    }
}
