public import MLKitCore

/// Changes single values of a YAML text: comments, order, quotes, indentation and line breaks of everything else stay
/// byte for byte.
///
/// ```swift
/// var edit = YAMLEdit(bytes, file: "mlkit.yaml")
/// edit.set(["project", "maturity"], to: "mvp")
/// edit.append("data-ethics", to: ["checklists"])
/// let changed = try edit.result()
/// ```
///
/// A path is the keys from the root to a value; an item of a list is named by its number, from 0. The edits are done in
/// order, each on what the one before has left.
public struct YAMLEdit {
    private enum Change {
        case set([String], JSON)
        case remove([String])
        case append(JSON, [String])
        case replaceScalar(Node, String)
    }

    private let bytes: [UInt8]
    private let file: String
    private var changes: [Change] = []

    /// - Parameter file: the name for diagnostics.
    public init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Gives a path a value; keys and mappings on the way that are missing are made. Parts of the value that are there
    /// already stay as they are written; an object takes away the keys that it does not have.
    public mutating func set(_ path: [String], to value: JSON) { changes.append(.set(path, value)) }

    /// Takes away a key with its value, or an item of a list.
    public mutating func remove(_ path: [String]) { changes.append(.remove(path)) }

    /// Adds an item to a list, which is made if it is missing.
    public mutating func append(_ value: JSON, to path: [String]) { changes.append(.append(value, path)) }

    /// Gives a scalar another text, in the quotes that it has.
    ///
    /// - Parameter node: a scalar of the text as it was before all edits.
    public mutating func replaceScalar(at node: Node, with text: String) { changes.append(.replaceScalar(node, text)) }

    /// The text with all edits done.
    ///
    /// - Throws: `Failure` with every edit that cannot be done, because its place is not there, is shared through an alias,
    ///   or cannot be changed alone.
    public func result() throws -> [UInt8] {
        var text = try EditableText(bytes, file: file)
        var problems = [Diagnostic]()
        for change in changes {
            do {
                try apply(change, to: &text)
            } catch let failure as Failure {
                problems += failure.diagnostics
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return text.bytes
    }

    private func apply(_ change: Change, to text: inout EditableText) throws {
        switch change {
        case .set(let path, let value): try text.set(path, to: value)
        case .remove(let path): try text.remove(path)
        case .append(let value, let path): try text.append(value, to: path)
        case .replaceScalar(let node, let new): try text.replaceScalar(at: node, with: new)
        }
    }
}
