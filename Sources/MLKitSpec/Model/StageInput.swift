public import MLKitCore

/// A file or folder that a stage reads.
public struct StageInput: Sendable {
    /// What of it the stage depends on.
    public enum Content: Sendable {
        /// All of it.
        case files
        /// Which packages are installed in it: it is a Python environment.
        case packages
    }

    /// What it is to the stage: `train`, `model`, `models.trees`, …; empty for a command's.
    public var role: String
    /// Relative to the project, or absolute; may be a glob for a command and a data source.
    public var path: String
    /// The stage that writes it; `nil` for the user's own files.
    public var producer: String?
    /// Further stages that write something in it, where it is a folder or a glob.
    public var others: [String]
    /// Whether the stage can do without it.
    public var isOptional: Bool
    public var content: Content
    /// Where it stands in the file, if it stands there itself.
    public var location: SourceLocation?

    public init(
        role: String, path: String, producer: String? = nil, others: [String] = [], isOptional: Bool = false,
        content: Content = .files, at location: SourceLocation? = nil
    ) {
        self.role = role
        self.path = path
        self.producer = producer
        self.others = others
        self.isOptional = isOptional
        self.content = content
        self.location = location
    }

    /// All stages that write it, or something of it.
    public var producers: [String] { (producer.map { [$0] } ?? []) + others }
}

/// Where it is named makes no difference.
extension StageInput: Hashable {
    public static func == (lhs: StageInput, rhs: StageInput) -> Bool {
        lhs.role == rhs.role && lhs.path == rhs.path && lhs.producer == rhs.producer && lhs.others == rhs.others
            && lhs.isOptional == rhs.isOptional && lhs.content == rhs.content
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(role)
        hasher.combine(path)
    }
}
