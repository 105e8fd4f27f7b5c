internal import MLKitCore
internal import MLKitGit

/// What becomes of a file that is both the template's and the user's.
struct ContentMerge {
    enum Outcome {
        /// The user's file is right as it is.
        case kept
        /// The user did not change it: the new rendering.
        case updated([UInt8])
        case merged([UInt8])
        /// With markers; what is unmerged.
        case conflicted([UInt8], FileAction.Stages)
        /// No text, changed on both sides: the user's bytes stay.
        case undecided(FileAction.Stages)
    }

    let labels: TextMerge.Labels
    /// How conflicts are shown; asked of git only when there is something to merge.
    let style: () throws -> TextMerge.Style

    /// What can be said from the base's id alone, whose content need not be looked for then; `nil` if both sides
    /// changed the file.
    func settled(baseID: ObjectID, yours: [UInt8], theirs: RenderedFile) throws -> Outcome? {
        if baseID == theirs.blob || yours == theirs.content { return .kept }
        return try ObjectID(blobOf: yours) == baseID ? .updated(theirs.content) : nil
    }

    /// - Parameter base: `nil` if both sides added the file, or it is not known any more.
    func merge(base: [UInt8]?, yours: [UInt8], theirs: [UInt8], isExecutable: Bool) throws -> Outcome {
        let stages = FileAction.Stages(base: base, yours: yours, theirs: theirs, isExecutable: isExecutable)
        if [base ?? [], yours, theirs].contains(where: TextMerge.isBinary) { return .undecided(stages) }
        let merged = try TextMerge(base: base, yours: yours, theirs: theirs, labels: labels, style: style())
        if merged.conflicts > 0 { return .conflicted(merged.content, stages) }
        return merged.content == yours ? .kept : .merged(merged.content)
    }

    /// A program stays one unless one side, and not the other, makes it something else.
    static func mode(base: Bool?, yours: Bool, theirs: Bool) -> Bool {
        guard let base else { return yours }
        return yours == base ? theirs : yours
    }
}
