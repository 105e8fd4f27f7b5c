internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What the command itself changes in `mlkit.yaml`; all other bytes stay.
struct SpecEdits {
    private let input: ProjectInput
    private var edit: YAMLEdit
    private var isNeeded = false

    init(_ input: ProjectInput) {
        self.input = input
        edit = YAMLEdit(input.bytes, file: ProjectSpec.fileName)
    }

    /// The text with all edits; `nil` if there are none.
    ///
    /// - Throws: `Failure` if the text cannot be edited there, or is no sound spec afterwards.
    func result() throws -> [UInt8]? {
        guard isNeeded else { return nil }
        let bytes = try edit.result()
        _ = try ProjectSpec(parsing: bytes)
        return bytes == input.bytes ? nil : bytes
    }

    /// Takes another template from now on.
    mutating func setSource(_ source: String) { set(["template", "source"], .string(source)) }

    /// Puts answers where they are looked for the next time: in the field that the question is bound to, else under
    /// `template.answers`.
    ///
    /// - Parameter source: where the template is, which must be said beside its answers.
    mutating func write(_ answers: [String: JSON], of template: Template, source: String) {
        for question in template.questions {
            guard let answer = answers[question.name] else { continue }
            if let path = question.specPath {
                set(path, answer)
            } else {
                if input.root["template"]?["source"] == nil { setSource(source) }
                set(["template", "answers", question.name], answer)
            }
        }
    }

    mutating func replace(_ changes: [(node: Node, text: String)]) {
        for change in changes {
            edit.replaceScalar(at: change.node, with: change.text)
            isNeeded = true
        }
    }

    private mutating func set(_ path: [String], _ value: JSON) {
        let old = path.reduce(input.root as Node?) { $0?[$1] }
        guard old?.json != value else { return }
        edit.set(path, to: value)
        isNeeded = true
    }
}
