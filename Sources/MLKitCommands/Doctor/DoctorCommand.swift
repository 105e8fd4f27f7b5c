internal import ArgumentParser
internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// `mlkit doctor`: which engines are found, and how to install the others.
struct DoctorCommand: AsyncParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", _superCommandName: RootCommand.name,
        abstract: "List the engines that stages use: found or not, version, place.",
        discussion: "Exits with 1 if an engine is missing or cannot be used.")

    @Flag(help: "Show the command that installs what is missing, and run it once you agree.")
    var fix = false

    @Flag(help: "With --fix: do not ask.")
    var yes = false

    @OptionGroup var format: FormatOption

    func validate() throws {
        if yes, !fix { throw ValidationError("`--yes` answers what `--fix` asks; give both") }
    }

    func run() async throws {
        let engines = try Surroundings().engines()
        var checks = await check(engines)
        if fix, try await EngineInstaller(engines).install(checks.filter(\.isBroken), asks: !yes) {
            checks = await check(engines)
        }
        switch format.format {
        case .text: Console.standard.say(text(checks))
        case .json: Console.standard.output(JSON.array(checks.map(\.json)).pretty)
        }
        if checks.contains(where: \.isBroken) { throw ExitCode(1) }
    }

    private func check(_ engines: EngineLocator) async -> [EngineCheck] {
        var checks = [EngineCheck]()
        for engine in Engine.allCases { checks.append(await EngineCheck(engine, engines)) }
        return checks
    }

    private func text(_ checks: [EngineCheck]) -> String {
        let isColoured = Console.standard.outputIsColoured
        var table = TextTable()
        for check in checks {
            if let problem = check.problem {
                table.add("missing".styled(.red, isColoured), check.engine.title, "-", problem)
                table.add("".padded(7), "", "", "install it with `\(check.installCommand)`")
            } else {
                let path = check.path?.string ?? ""
                table.add("found  ".styled(.green, isColoured), check.engine.title, check.version ?? "?", path)
            }
        }
        let hint = checks.contains(where: \.isBroken) && !fix ? "\n`mlkit doctor --fix` installs all that is missing\n" : ""
        return table.text() + hint
    }
}
