internal import MLKitCore
public import MLKitYAML

/// A value that stands in for that of a parameter, without a change of the file.
public struct ParameterOverride: Sendable {
    /// By dotted name, without `params.`.
    public let name: String
    let value: Node

    public init(name: String, value: Node) {
        self.name = name
        self.value = value
    }

    /// Reads `params.train.max_depth=8`. What stands behind the sign is read by `YAMLDocument.value`.
    ///
    /// - Parameter option: the option's name, for diagnostics.
    /// - Throws: `Failure` for a text of another form.
    public init(argument: String, option: String) throws {
        guard let equals = argument.firstIndex(of: "=") else {
            throw Failure(
                "`\(argument.shortened)` gives no value", hint: "write `\(option) params.train.max_depth=8`")
        }
        let path = argument[..<equals].trimmed
        guard path.hasPrefix("params."), path != "params." else {
            throw Failure(
                "`\(path.shortened)` is not below `params`",
                hint: "write `\(option) params.\(path.isEmpty ? "NAME" : path.shortened)=…`")
        }
        let text = String(argument[argument.index(after: equals)...])
        self.init(name: String(path.dropFirst(7)), value: try YAMLDocument.value(text, file: option))
    }
}

extension Node {
    /// The document with other values under `params`.
    ///
    /// - Throws: `Failure` for parameters that are not there.
    func overriding(_ overrides: [ParameterOverride]) throws -> Node {
        var root = self
        var problems = [Diagnostic]()
        for override in overrides {
            let path = "params.\(override.name)".split(separator: ".", omittingEmptySubsequences: false)
            if let changed = root.replacing(path.map(String.init)[...], by: override.value) {
                root = changed
            } else {
                let table = ParameterTable(root[SpecSchema.parameters])
                problems.append(
                    .error(
                        "unknown parameter `\(override.name.shortened)`",
                        hint: table.names.isEmpty
                            ? "mlkit.yaml has none; they stand under `params`"
                            : Suggestion.hint(for: override.name, among: table.names)))
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return root
    }

    /// With another value at a path; `nil` if nothing is there.
    private func replacing(_ path: ArraySlice<String>, by value: Node) -> Node? {
        guard let name = path.first else { return value }
        guard var entries = mapping, let index = entries.firstIndex(where: { $0.name == name }),
            let changed = entries[index].value.replacing(path.dropFirst(), by: value)
        else { return nil }
        entries[index].value = changed
        return replacingContent(.mapping(entries))
    }
}
