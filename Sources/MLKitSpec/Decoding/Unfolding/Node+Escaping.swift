internal import MLKitYAML

extension Node {
    /// With `${` written as `$${`, for a value that is final and yet goes into a text in which references are followed.
    /// A reference to a stage stays one.
    var escaped: Node {
        switch content {
        case .scalar(let scalar):
            guard scalar.text.contains("${"), Reference(self) == nil else { return self }
            return replacingContent(.scalar(Scalar(text: scalar.text.escapingReferences, isPlain: false)))
        case .sequence(let items): return replacingContent(.sequence(items.map(\.escaped)))
        case .mapping(let entries): return replacingContent(.mapping(entries.map(\.escaped)))
        }
    }
}

extension Node.Entry {
    var escaped: Node.Entry { Node.Entry(key: key, value: value.escaped) }
}

extension String {
    var escapingReferences: String { replacing("${", with: "$${") }
}
