internal import MLKitCore
internal import MLKitYAML

/// What variables can be called.
enum VariableName {
    /// What is wrong with a name; `nil` if it will do.
    ///
    /// - Parameter thing: what is named, in messages.
    static func problem(_ node: Node, of thing: String) -> Diagnostic? {
        let name = node.text ?? ""
        guard Scope.isIdentifier(name) else {
            return .error(
                "`\(name)` cannot name a \(thing)", at: node.location,
                hint: "use small letters, digits and `_`, a letter first, and no word of the template language")
        }
        guard Scope.builtIn.contains(name) || name == Scope.loopVariable else { return nil }
        return .error(
            "`\(name)` is taken", at: node.location,
            hint: "`name` is the project's name, `layout` its folders, `forloop` belongs to loops")
    }
}
