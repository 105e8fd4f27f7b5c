import MLKitCore
import MLKitTestSupport
import SystemPackage

/// The commands of the built tool with their long options, as its help knows them.
struct CommandTree {
    let name: String
    let options: Set<String>
    let subcommands: [CommandTree]

    /// Asks the tool itself.
    static func ofTheTool() async throws -> CommandTree {
        let outcome = try await BuiltTool.mlkit(["--experimental-dump-help"], in: "/")
        return CommandTree(try JSON(parsing: outcome.output)["command"] ?? .null)
    }

    private init(_ json: JSON) {
        name = json["commandName"]?.string ?? ""
        subcommands = (json["subcommands"]?.array ?? []).map { CommandTree($0) }
        let names = (json["arguments"]?.array ?? []).flatMap { $0["names"]?.array ?? [] }
        let own = names.filter { $0["kind"]?.string == "long" }.compactMap { $0["name"]?.string }
        let standing = json["defaultSubcommand"]?.string
        options = Set(own).union(subcommands.first { $0.name == standing }?.options ?? [])
    }

    /// What is wrong with the words behind `mlkit`: the first that is no command, or options that there are not.
    ///
    /// Words that do not look like a command (`STAGE`, `…`, an option) end the command's name.
    func problems(in words: ArraySlice<Substring>) -> [String] {
        if !subcommands.isEmpty, let word = words.first?.wholeMatch(of: #/([a-z][a-z-]*)[.,;:]?/#)?.output.1 {
            guard let command = subcommands.first(where: { $0.name == word }) else {
                return ["`\(name)` has no command `\(word)`"]
            }
            return command.problems(in: words.dropFirst())
        }
        return words.compactMap { $0.prefixMatch(of: #/\[?--([a-z-]+)/#).map { String($0.output.1) } }
            .filter { !options.contains($0) }.map { "`\(name)` has no option `--\($0)`" }
    }
}
