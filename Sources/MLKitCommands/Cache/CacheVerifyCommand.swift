internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache verify`: read all of the cache.
struct CacheVerifyCommand: ParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read all of the cache, and remove what is damaged.",
        discussion: """
            What was damaged or is missing is named with the stages that need it; they are run again when they are \
            wanted. Exits with 1 if there was any, 3 if it could not be read.
            """)

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let (checked, damage) = try Pipeline.forCommand(project, Surroundings()).verifyCache()
        switch format.format {
        case .text: Console.standard.say(text(checked, damage))
        case .json: Console.standard.output(json(checked, damage).pretty)
        }
        if !damage.isEmpty { throw ExitCode(1) }
    }

    private func text(_ checked: Int, _ damage: [CacheDamage]) -> String {
        var table = TextTable()
        for item in damage {
            table.add(item.kind.rawValue, item.path, item.neededBy.first ?? "needed by nothing")
            for user in item.neededBy.dropFirst() { table.add("", "", user) }
        }
        let removed = damage.filter { $0.kind == .damaged }.count
        let missing = damage.count - removed
        let end = damage.isEmpty ? "all as it should be" : "\(removed) damaged and removed, \(missing) missing"
        return table.text() + "\(plural(checked, "file")) read: \(end)\n"
    }

    /// `{"checked", "damage": [{"kind": "damaged" or "missing", "path", "needed_by": ["stage: output"]}]}`.
    private func json(_ checked: Int, _ damage: [CacheDamage]) -> JSON {
        let items = damage.map { item -> JSON in
            [
                "kind": .string(item.kind.rawValue), "path": .string(item.path),
                "needed_by": .array(item.neededBy.map { .string($0) }),
            ]
        }
        return ["checked": .int(checked), "damage": .array(items)]
    }
}
