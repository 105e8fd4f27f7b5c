internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// `mlkit data schema STAGE`: what its schema would have to say for its source.
struct DataSchemaCommand: AsyncParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Show what a stage's schema would have to say for its source, and change it.",
        discussion: """
            The source is read as the stage reads it. Columns that came or went, types, categories, bounds, missing values, row \
            counts and relations that do not hold are shown as a difference of the file; --infer proposes bounds, shares of missing \
            values, unique columns and relations too. Nothing is written without --update. Exits with 1 if the schema does not fit \
            and stays as it is, and with 3 if that could not be found out.
            """)

    @Argument(help: "The stage, of kind data.", completion: .names(.stages))
    var stage: String

    @Flag(help: "Write the change, once you agree.")
    var update = false

    @Flag(help: "Propose rules too that the schema does not have, as far as the data tell, with room for more of the kind.")
    var infer = false

    @Flag(help: "With --update: do not ask.")
    var yes = false

    @Option(help: "Threads to use.")
    var threads = 1

    @OptionGroup var project: ProjectOption
    @OptionGroup var parameters: ParameterOption

    func validate() throws {
        if yes, !update { throw ValidationError("`--yes` answers what `--update` asks; give both") }
        guard threads > 0 else { throw ValidationError("`--threads` is 1 or more") }
    }

    func run() async throws {
        let surroundings = try Surroundings()
        let (root, spec) = try project.load(surroundings, overriding: parameters.overrides())
        let stages = try spec.stages(named: [stage])
        guard stages.count == 1, let found = stages.first, let configuration = found.settings.value as? DataConfiguration else {
            throw Failure("`\(stage)` is no single stage of kind `data`", hint: Self.hint(spec))
        }
        let paths = try DataPaths(of: found, configuration, in: root)
        let context = StageContext(engines: surroundings.engines(), threads: threads)
        let proposal: SchemaProposal
        do {
            proposal = try await SchemaProposal(configuration, paths, infers: infer, context: context)
        } catch let failure as Failure {
            throw failure.naming(filesOf: root)
        }
        let name = paths.schema.name(in: root)
        guard proposal.after != proposal.before else {
            Console.standard.say("`\(name)` fits the source of `\(stage)`\n")
            return
        }
        Console.standard.output(try UnifiedDiff.text(from: (name, proposal.before), to: (name, proposal.after)))
        Console.standard.error("\n" + proposal.changes.map { "  \($0.onOneLine)\n" }.joined())
        guard update, try isAgreed(name) else { throw ExitCode(1) }
        // What somebody has written meanwhile is not lost.
        guard try context.files.read(paths.schema) == proposal.before else {
            throw Failure("`\(name)` was changed meanwhile", hint: "run this again")
        }
        try context.files.write(proposal.after, to: paths.schema)
        Console.standard.error("`\(name)` is changed\n")
    }

    private func isAgreed(_ name: String) throws -> Bool {
        if yes { return true }
        let console = Console.standard
        guard console.inputIsTerminal, console.errorIsTerminal else {
            console.error("`\(name)` stays as it is: there is no terminal to ask on; `--update --yes` writes it\n")
            return false
        }
        console.error("write it? [y/N] ")
        return ["y", "yes"].contains(readLine()?.trimmed.lowercased())
    }

    private static func hint(_ spec: ProjectSpec) -> String? {
        let known = spec.stages.filter { $0.settings.value is DataConfiguration }.map(\.name)
        return known.isEmpty ? "the project has no such stage" : "of that kind are \(Suggestion.list(known))"
    }
}
