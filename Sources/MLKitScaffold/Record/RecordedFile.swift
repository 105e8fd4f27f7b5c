public import MLKitGit

/// What the record holds of one file: what was rendered there last.
public struct RecordedFile: Hashable, Sendable {
    /// What became of the file by the user's doing, where that must be remembered.
    public enum State: String, CaseIterable, Sendable {
        /// The user removed it, or did not want it when the project took the template: it does not come.
        case deleted
    }

    /// The id of the rendered content: the base of the next merge.
    public var blob: ObjectID
    /// The id of the same as git stores it, if that is another: by attributes it may have other line ends, or be what a
    /// program made of it.
    public var stored: ObjectID?
    /// `nil` if the record is of a time when that was not written down.
    public var isExecutable: Bool?
    public var ownership: Ownership
    /// The template's file; `nil` if the record is of a time when that was not written down.
    public var origin: String?
    /// Where the user keeps the file, if not at the path that the template gives it.
    public var at: String?
    public var state: State?

    public init(
        blob: ObjectID, stored: ObjectID? = nil, isExecutable: Bool?, ownership: Ownership, origin: String?,
        at: String? = nil, state: State? = nil
    ) {
        self.blob = blob
        self.stored = stored
        self.isExecutable = isExecutable
        self.ownership = ownership
        self.origin = origin
        self.at = at
        self.state = state
    }

    init(_ file: RenderedFile) {
        self.init(blob: file.blob, isExecutable: file.isExecutable, ownership: file.ownership, origin: file.origin)
    }
}
