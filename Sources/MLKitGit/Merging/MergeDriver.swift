internal import MLKitCore
internal import SystemPackage

/// How two versions of a file are brought together: the attribute `merge` (gitattributes(5)).
public enum MergeDriver: Hashable, Sendable {
    /// Line by line, with markers where both sides changed the same.
    case text
    /// Line by line, with the lines of both sides where they changed the same.
    case union
    /// Not at all: where both sides changed the file, yours stays until somebody decides.
    case binary
    /// By a program of the user's: the text of a command for the shell.
    case program(name: String, command: String)

    /// A driver that no setting describes is the usual one, as with git.
    init(_ attribute: AttributeValue, _ settings: Configuration) {
        switch attribute {
        case .set: self = .text
        case .unset: self = .binary
        case .text(let name): self = Self.named(name, settings)
        case .unspecified: self = Self.setting("merge.default", settings).map { Self.named($0, settings) } ?? .text
        }
    }

    private static func setting(_ name: String, _ settings: Configuration) -> String? {
        (try? settings.string(name)) ?? nil
    }

    private static func named(_ name: String, _ settings: Configuration) -> MergeDriver {
        if let command = setting("merge.\(name).driver", settings) {
            return .program(name: name, command: command)
        }
        switch name {
        case "union": return .union
        case "binary": return .binary
        default: return .text
        }
    }
}

extension Repository {
    /// Runs a merge driver as git does: `%O`, `%A` and `%B` name files with base, yours and theirs, the result is what is
    /// left in the second.
    ///
    /// - Returns: the result, `nil` if the program left none, and the exit status: 0 without conflicts, 126 and 127 if the program
    ///   could not be run, more than 128 if it was killed.
    public func merge(
        base: [UInt8]?, yours: [UInt8], theirs: [UInt8], at path: String, name: String, command: String,
        labels: TextMerge.Labels, markerSize: Int?
    ) throws -> (content: [UInt8]?, status: Int) {
        let folder = try PrivateFolder()
        let contents = [("base", base ?? []), ("yours", yours), ("theirs", theirs)]
        let files = try contents.map { try folder.write($1, to: $0) }
        let values: [Character: String] = [
            "O": files[0].string, "A": files[1].string, "B": files[2].string, "L": "\(markerSize ?? 7)",
            "P": Self.quoted(path), "S": Self.quoted(labels.base), "X": Self.quoted(labels.yours),
            "Y": Self.quoted(labels.theirs), "%": "%",
        ]
        let text = "cd \(Self.quoted(root.string)) && \(Self.expanded(command, values))"
        let result = try BlockingCommand("sh", ["-c", text], environment: environment.variables).run()
        let isThere = try LocalFileSystem().standing(at: files[1])?.kind == .file
        return (isThere ? try LocalFileSystem().read(files[1]) : nil, Int(result.status))
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }

    private static func expanded(_ command: String, _ values: [Character: String]) -> String {
        var text = ""
        var rest = command[...]
        while let percent = rest.firstIndex(of: "%") {
            text += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            guard let value = rest.first.flatMap({ values[$0] }) else { text += "%"; continue }
            text += value
            rest = rest.dropFirst()
        }
        return text + rest
    }
}
