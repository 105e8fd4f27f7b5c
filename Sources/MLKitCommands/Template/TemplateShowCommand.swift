internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages

/// `mlkit template show NAME`: a template's questions and files.
struct TemplateShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a template's questions, and the files that their defaults make.")

    @Argument(help: "Name of a built-in template, a template's folder, or the URL of a git repository.", completion: .names(.templates))
    var template: String

    @OptionGroup var format: FormatOption

    func run() throws {
        let template = try Template(at: Surroundings().templates().resolve(self.template).folder, kinds: .builtIn)
        switch format.format {
        case .json: Console.standard.output(json(template).pretty)
        case .text: Console.standard.say(text(template))
        }
    }

    private func text(_ template: Template) -> String {
        var text = "\(template.name) \(template.version): \(template.summary)\n"
        for question in template.questions {
            text += "\n\(question.name): \(question.kind.rawValue)"
            text += question.defaultText.map { ", \($0.isEmpty ? "\"\"" : $0) by default" } ?? ", needs an answer"
            text += question.conditionText.map { ", if \($0)" } ?? ""
            text += question.help.map { "\n  \($0)" } ?? ""
            let width = question.choices.map(\.value.count).max() ?? 0
            for choice in question.choices {
                text += "\n    " + (choice.label.map { "\(choice.value.padded(width))  \($0)" } ?? choice.value)
            }
            text += "\n"
        }
        return text + "\nfiles:\n" + template.sources.map { "  \($0)\n" }.joined()
    }

    private func json(_ template: Template) -> JSON {
        let questions = template.questions.map { question in
            [
                "name": .string(question.name), "type": .string(question.kind.rawValue),
                "help": question.help.map { .string($0) } ?? .null,
                "default": question.defaultText.map { .string($0) } ?? .null,
                "when": question.conditionText.map { .string($0) } ?? .null,
                "spec": question.specPath.map { .string($0.joined(separator: ".")) } ?? .null,
                "choices": .array(
                    question.choices.map { choice in
                        ["value": .string(choice.value), "label": choice.label.map { .string($0) } ?? .null]
                    }),
            ] as JSON
        }
        return [
            "name": .string(template.name), "version": .string(template.version),
            "description": .string(template.summary), "questions": .array(questions),
            "files": .array(template.sources.map { .string($0) }),
        ]
    }
}
