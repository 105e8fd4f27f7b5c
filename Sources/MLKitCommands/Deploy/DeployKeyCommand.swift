internal import ArgumentParser
internal import MLKitCore
internal import SystemPackage

/// `mlkit deploy key NAME`: makes a key for clients of the server.
struct DeployKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make a key for a client of the server.",
        discussion: """
            Prints the key, once: the file keeps its hash alone. Give the file to the server with `mlkit serve --keys`, \
            and the key to the client, which sends it as `Authorization: Bearer KEY`. A running server follows the file: \
            a line that is removed from it is no key any more a second later.
            """)

    @Argument(help: "Who the key is for: letters, digits, `.`, `_` and `-`.")
    var name: String

    @Option(name: .customLong("role"), help: "What it allows: predict, read or operate; time and again for several.")
    var roles: [String] = ["predict"]

    @Option(name: .customLong("keys"), help: ArgumentHelp("The file of keys; it is made if it is not there.", valueName: "file"))
    var file = "keys"

    private static let known = ["predict", "read", "operate"]

    func validate() throws {
        for role in roles where !Self.known.contains(role) {
            throw ValidationError("unknown role `\(role)`; roles are \(Suggestion.list(Self.known))")
        }
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
        guard !name.isEmpty, name.allSatisfy(allowed.contains) else {
            throw ValidationError("a key has a name of letters, digits, `.`, `_` and `-`")
        }
    }

    func run() throws {
        let path = try Surroundings().directory.pushing(FilePath(file))
        let files = LocalFileSystem()
        let text = try files.exists(path) ? files.readText(path) : "# name roles hash; made by `mlkit deploy key`\n"
        let names = text.split(whereSeparator: \.isNewline).compactMap { $0.split(separator: " ").first.map(String.init) }
        guard !names.contains(name) else {
            throw Failure("`\(file)` has a key for `\(name)`", hint: "remove its line to make another")
        }
        let key = Self.random()
        let roles = Self.known.filter(self.roles.contains).joined(separator: ",")
        let line = "\(name) \(roles) sha256:\(ContentHash(of: key).hex)\n"
        try files.write(text + (text.hasSuffix("\n") ? "" : "\n") + line, to: path)
        Console.standard.output(key + "\n")
    }

    /// 256 bits of the system, as hexadecimal digits.
    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
