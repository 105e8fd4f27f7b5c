public import MLKitCore
internal import MLKitYAML

/// Something that a command reads.
public struct CommandInput: Hashable, Sendable {
    /// Where it stands in the project, or an absolute path; `nil` for what is no file of this machine.
    public var path: String?
    /// What other stages make.
    public var reference: StageReference?
    /// Where it is to be had from, for what the command fetches itself.
    public var address: String?
    /// The SHA-256 of what is to be had there, 64 digits.
    public var checksum: String?
    /// Whether the command can do without it.
    public var isOptional = false
    /// Where it stands in mlkit.yaml.
    public var location: SourceLocation?

    public init() {}

    func inputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] {
        if let reference { return wiring.outputs(of: reference) }
        return path.map { [wiring.file($0, of: stage, isOptional: isOptional, at: location)] } ?? []
    }

    /// Without what says whether they may be missing.
    static func decisive(_ written: JSON) -> JSON {
        written.array.map { JSON.array($0.map { $0[pathName] ?? $0 }) } ?? written
    }

    /// What is wrong with it that its keys cannot say.
    func problem(in stage: String) -> Diagnostic? {
        if path == nil, address == nil, reference == nil {
            return .error("an input of stage `\(stage)` has neither `path` nor `url`", at: location, hint: "say what it reads")
        }
        if path == "." {
            return .error(
                "the stage `\(stage)` reads the whole project, and with it what is written there", at: location,
                hint: "name the files and folders that it reads")
        }
        if let path, path.hasPrefix("/"), Glob.isPattern(path) {
            return .error(
                "the absolute path `\(path.shortened)` cannot be a pattern", at: location, hint: "name the folder itself")
        }
        if let address, checksum == nil {
            return .error(
                "nothing says what is at `\(address.shortened)`", at: location,
                hint: "give its `sha256`, as `sha256sum` prints it: the stage runs again when that changes")
        }
        return nil
    }
}

extension CommandInput {
    private static let pathName = "path"
    private static let urlName = "url"

    private static let keys = KeySet<CommandInput>(
        "an input", blank: CommandInput(), oneOf: [pathName, urlName],
        [
            Key(pathName, \.path, .anyPath, "the file or folder"),
            Key("optional", \.isOptional, .boolean, "whether the command can do without it; one that is missing is an error otherwise"),
            Key(urlName, \.address, .pattern(.address), "where the command fetches it from itself, in place of `path`"),
            Key("sha256", \.checksum, .pattern(.checksum), "the SHA-256 of what is at `url`"),
        ])

    fileprivate static let type = KeyType<CommandInput>(
        .either([.reference, .anyPath, .object(keys.schema)]),
        read: { node in
            var input = node.scalar == nil ? keys.read(node) : CommandInput()
            if node.scalar != nil {
                guard let path = KeyType<String>.anyPath.read(node) else { return nil }
                if Reference(node) == nil { input.path = path } else { input.reference = StageReference(node) }
            }
            input.location = node.location
            return input
        },
        write: { input in
            if let reference = input.reference { return .string(reference.text) }
            return input.isOptional || input.path == nil ? keys.json(input) : .string(input.path ?? "")
        })
}

extension KeyType<CommandInput> {
    package static var commandInput: Self { CommandInput.type }
}

extension KeyType<String> {
    /// A path inside the project, or an absolute one, in its one spelling.
    fileprivate static var anyPath: Self {
        KeyType(.anyPath, read: { $0.text.map(ProjectPath.normal) }, write: { .string($0) })
    }
}

extension TextPattern {
    /// `https://…`, `s3://…` and the like.
    fileprivate static let address = TextPattern(
        "an address such as `https://example.org/data.csv`", expression: "[a-z][a-z0-9+.-]*://.+"
    ) { text in
        guard let end = text.firstRange(of: "://"), let first = text.first, first.isASCII, first.isLowercase else { return false }
        return end.upperBound < text.endIndex && !text[end.upperBound...].contains(where: \.isNewline)
            && text[..<end.lowerBound].allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || "+.-".contains($0)) }
    }

    fileprivate static let checksum = TextPattern("64 hexadecimal digits", expression: "[0-9a-fA-F]{64}") { text in
        text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
