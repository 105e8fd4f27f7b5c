internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What the command itself changes in `mlkit.yaml`; all other bytes stay.
struct SpecEdits {
    private struct Edit {
        var path: [String]
        var value: JSON
        /// What has to be there for the edit to be made; `nil` for anything.
        var old: JSON?
    }

    private let kinds: StageKinds
    private var edits: [Edit] = []
    /// Places of values that the new rendering has elsewhere: changes of them are in it already.
    var carriedPlaces: [[String]] = []

    init(kinds: StageKinds) { self.kinds = kinds }

    var isEmpty: Bool { edits.isEmpty }

    /// Takes another template from now on.
    mutating func setSource(_ source: String) {
        edits.append(Edit(path: ["template", "source"], value: .string(source)))
    }

    /// Puts answers where they are looked for the next time: in the field that the question is bound to, else under
    /// `template.answers`.
    ///
    /// - Parameter source: where the template is, which must be said beside its answers.
    mutating func write(_ answers: [String: JSON], of template: Template, in root: Node, source: String) {
        for question in template.questions {
            guard let answer = answers[question.name] else { continue }
            if question.specPath == nil, root["template"]?["source"] == nil { setSource(source) }
            let path = question.specPath ?? ["template", "answers", question.name]
            edits.append(Edit(path: path, value: answer))
        }
    }

    /// Puts new paths in the place of old ones.
    mutating func replace(_ changes: [SpecPaths.Change]) {
        edits += changes.map { Edit(path: $0.path, value: .string($0.new), old: .string($0.old)) }
    }

    /// What is wrong with a text once it has all edits; `nil` for a sound spec.
    func problem(with text: [UInt8]) -> Diagnostic? {
        do {
            _ = try ProjectSpec(parsing: applied(to: text), kinds: kinds)
            return nil
        } catch {
            return (error as? Failure)?.diagnostics.first ?? .error("\(error)")
        }
    }

    /// A text with all edits.
    ///
    /// - Throws: `Failure` if it cannot be edited there, or is no sound spec afterwards.
    func applied(to bytes: [UInt8]) throws -> [UInt8] {
        let root = try YAMLDocument.parse(bytes, file: ProjectSpec.fileName)
        var edit = YAMLEdit(bytes, file: ProjectSpec.fileName)
        var isNeeded = false
        for change in edits {
            let current = root.value(at: change.path)?.json
            guard current != change.value, change.old == nil || change.old == current else { continue }
            edit.set(change.path, to: change.value)
            isNeeded = true
        }
        guard isNeeded else { return bytes }
        let result = try edit.result()
        _ = try ProjectSpec(parsing: result, kinds: kinds)
        return result
    }
}

extension Node {
    /// The value at a path of keys and, in lists, of numbers.
    func value(at path: [String]) -> Node? {
        path.reduce(self as Node?) { node, key in
            if let items = node?.sequence { return Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil } }
            return node?[key]
        }
    }
}
