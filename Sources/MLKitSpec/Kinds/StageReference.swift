public import MLKitCore
internal import MLKitYAML

/// `${stages.NAME}` and the like, as a stage's key holds it. `Wiring` follows it.
public struct StageReference: Hashable, Sendable {
    /// As written.
    public let text: String
    /// Where it stands.
    public let location: SourceLocation?

    init(_ node: Node) {
        text = node.text ?? ""
        location = node.location
    }

    public init(_ text: String) {
        self.text = text
        location = nil
    }
}

/// A text and where it stands.
public struct PlacedText: Hashable, Sendable {
    public let text: String
    public let location: SourceLocation?

    init(_ node: Node) {
        text = node.text ?? ""
        location = node.location
    }

    public init(_ text: String) {
        self.text = text
        location = nil
    }
}

extension KeyType<StageReference> {
    /// A reference to a stage, or to a part of what it makes.
    public static var reference: Self {
        KeyType(.reference, read: { $0.text == nil ? nil : StageReference($0) }, write: { .string($0.text) })
    }
}

extension KeyType<[StageReference]> {
    /// One reference, or a list of them.
    public static var references: Self {
        KeyType(
            .either([.reference, .list(.reference)]), read: { ($0.sequence ?? [$0]).map { StageReference($0) } },
            write: { .array($0.map { .string($0.text) }) })
    }
}

extension KeyType<[PlacedText]> {
    /// Texts whose places matter.
    public static var placedTexts: Self {
        KeyType(
            .list(.text), read: { $0.sequence?.map { PlacedText($0) } }, write: { .array($0.map { .string($0.text) }) })
    }
}
