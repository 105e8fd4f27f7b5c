internal import MLKitCore
internal import MLKitGit

/// How the user's git merges files: asked only when there is something to merge.
protocol MergeRules {
    /// How conflicts are shown.
    var style: TextMerge.Style { get throws }
    func driver(of path: String) throws -> MergeDriver
    /// The length of the markers of conflicts, if a file has one of its own.
    func markerSize(of path: String) throws -> Int?
    /// - Returns: the result of a program, `nil` if it left none, and its exit status: 0 without conflicts.
    func run(
        _ name: String, _ command: String, base: [UInt8]?, yours: [UInt8], theirs: [UInt8], at path: String,
        labels: TextMerge.Labels
    ) throws -> (content: [UInt8]?, status: Int)
}

/// What becomes of a file that is both the template's and the user's. All contents are as git stores them.
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

        /// Whether the user's file does not just stay.
        var changesFile: Bool {
            if case .kept = self { false } else { true }
        }
    }

    let labels: TextMerge.Labels
    let rules: any MergeRules

    /// - Parameter base: `nil` if both sides added the file, or it is not known any more.
    func merge(
        base: [UInt8]?, yours: [UInt8], theirs: [UInt8], at path: String, isExecutable: Bool
    ) throws -> Outcome {
        var stages = FileAction.Stages(base: base, yours: yours, theirs: theirs, isExecutable: isExecutable)
        let driver = try rules.driver(of: path)
        if case .program(let name, let command) = driver {
            let merged = try rules.run(
                name, command, base: base, yours: yours, theirs: theirs, at: path, labels: labels)
            stages.reason = "the merge driver `\(name)` \(Self.words(of: merged))"
            // Git takes a status above 128 for a program that was killed: what it left is no result.
            guard let content = merged.content, merged.status <= 128 else { return .undecided(stages) }
            return Self.outcome(content, merged.status == 0, yours, stages)
        }
        if driver == .binary {
            stages.reason = "both changed it, and git is told not to merge it line by line"
            return .undecided(stages)
        }
        let texts = [base ?? [], yours, theirs]
        if texts.contains(where: TextMerge.isBinary) || texts.contains(where: Self.isPointer) {
            return .undecided(stages)
        }
        let merged = try TextMerge(
            base: base, yours: yours, theirs: theirs, labels: labels, style: rules.style, isUnion: driver == .union,
            markerSize: rules.markerSize(of: path))
        return Self.outcome(merged.content, merged.conflicts == 0, yours, stages)
    }

    /// How a program ended, as the end of a sentence.
    private static func words(of merged: (content: [UInt8]?, status: Int)) -> String {
        switch merged.status {
        case 126, 127: "cannot be run"
        case 129...: "ended with exit status \(merged.status)"
        default: merged.content == nil ? "left no result" : "leaves it to you"
        }
    }

    private static func outcome(
        _ content: [UInt8], _ isClean: Bool, _ yours: [UInt8], _ stages: FileAction.Stages
    ) -> Outcome {
        guard isClean else { return .conflicted(content, stages) }
        return content == yours ? .kept : .merged(content)
    }

    /// What Git LFS stores in place of a file, which is no text to be merged.
    private static func isPointer(_ content: [UInt8]) -> Bool {
        content.starts(with: "version https://git-lfs.github.com/spec/".utf8)
    }

    /// A program stays one unless one side, and not the other, makes it something else.
    static func mode(base: Bool?, yours: Bool, theirs: Bool) -> Bool {
        guard let base else { return yours }
        return yours == base ? theirs : yours
    }
}
