internal import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// What an answer means for `mlkit.yaml`: the item names a field there that it is written to.
public struct SpecAnswer: Sendable {
    public enum Effect: Hashable, Sendable {
        /// The field has this value already.
        case none
        /// The whole text with the field set. All other bytes are as they were.
        case change([UInt8], old: String?)
    }

    /// The field, by its path.
    public let path: String
    public let value: String
    public let effect: Effect

    /// - Parameter spec: the text of `mlkit.yaml`.
    /// - Returns: `nil` if the item writes nothing there.
    /// - Throws: `Failure` if the answer is none of the item's, or the field cannot take it.
    public init?(to item: ChecklistItem, answer: String, spec: [UInt8], kinds: StageKinds) throws {
        guard let path = item.writes, !path.hasPrefix("card."),
            let value = try AnswerRules.answer(answer.trimmed, to: item, isForPeople: false)
        else { return nil }
        self.path = path
        self.value = value
        effect = try Self.effect(of: value, at: path, item, spec, kinds)
    }

    private static func effect(
        of value: String, at path: String, _ item: ChecklistItem, _ spec: [UInt8], _ kinds: StageKinds
    ) throws -> Effect {
        let keys = path.split(separator: ".").map(String.init)
        let old = keys.reduce(try YAMLDocument.parse(spec, file: ProjectSpec.fileName) as Node?) { $0?[$1] }
        guard old?.json != .string(value) else { return .none }
        var edit = YAMLEdit(spec, file: ProjectSpec.fileName)
        edit.set(keys, to: .string(value))
        do {
            let text = try edit.result()
            _ = try ProjectSpec(parsing: text, kinds: kinds)
            return .change(text, old: old.flatMap { $0.isNull ? nil : $0.json.string ?? $0.json.compact })
        } catch var failure as Failure {
            let note = "`\(item.id)` writes its answer to `\(path)` in mlkit.yaml; `--no-write` records it alone"
            failure.diagnostics[0].notes.append(note)
            throw failure
        }
    }
}
