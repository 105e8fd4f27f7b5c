/// Three texts made one, as `git merge-file` does it.
///
/// Where both sides changed the same lines, both stand in the content between git's markers. If the texts differ in
/// their line endings as wholes (a checkout with CRLF of files that are LF elsewhere), that counts as no change: the
/// result has the endings of yours.
public struct TextMerge: Sendable {
    /// What the markers call the texts.
    public struct Labels: Sendable {
        public var base: String
        public var yours: String
        public var theirs: String

        public init(base: String, yours: String, theirs: String) {
            self.base = base
            self.yours = yours
            self.theirs = theirs
        }
    }

    /// How a conflict is shown: `merge.conflictStyle` of git's settings.
    public enum Style: String, Sendable {
        case merge
        /// With the lines of the base.
        case diff3
        /// The same, without the lines that both sides begin or end with.
        case zdiff3
    }

    public let content: [UInt8]
    /// How many places are marked; 0 if the texts went together.
    public let conflicts: Int

    /// - Parameters:
    ///   - base: `nil` if both sides added the file.
    ///   - isUnion: whether to take the lines of both sides where they changed the same.
    ///   - markerSize: the length of the markers; 7 if left out.
    /// - Throws: `Failure` if git cannot merge, for want of memory.
    public init(
        base: [UInt8]?, yours: [UInt8], theirs: [UInt8], labels: Labels, style: Style = .merge, isUnion: Bool = false,
        markerSize: Int? = nil
    ) throws {
        try GitLibrary.start()
        let ending = LineEnding.toRestore(yours: yours, others: [base, theirs].compactMap { $0 })
        let texts = ending == nil ? [base ?? [], yours, theirs] : [base ?? [], yours, theirs].map(LineEnding.lf.applied)
        let merged = try FileMerge(texts, labels, style, isUnion: isUnion, markerSize: markerSize)
        content = ending?.applied(to: merged.content) ?? merged.content
        conflicts = merged.isClean ? 0 : try FileMerge.conflicts(texts, style)
    }

    /// Whether git takes bytes for something other than text: a zero among the first 8000.
    public static func isBinary(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(8000).contains(0)
    }
}

extension Repository {
    /// How the user wants conflicts to be shown.
    ///
    /// - Throws: `Failure` for a style that git does not know either.
    public var conflictStyle: TextMerge.Style {
        get throws {
            guard let name = try Configuration(of: self).string("merge.conflictStyle") else { return .merge }
            if let style = TextMerge.Style(rawValue: name) { return style }
            throw Configuration.refused("merge.conflictStyle", name)
        }
    }
}
