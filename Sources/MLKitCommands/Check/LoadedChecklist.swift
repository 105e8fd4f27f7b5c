internal import MLKitChecklist
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitGit
internal import MLKitRunning
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitYAML
internal import Synchronization
internal import SystemPackage

/// The checklist of a command's project, and what recording an answer needs.
struct LoadedChecklist {
    let checklist: Checklist
    let spec: ProjectSpec
    let root: FilePath
    let surroundings: Surroundings
    /// With what a sparse checkout leaves out.
    let files: any FileSystem
    let hashes: HashCache
    let seal: CacheSeal?
    private let facts: ProjectFacts
    private let verdicts: VerdictCache
    private let standings: @Sendable () throws -> StageStandings
    private let commits: AnswerCommits?
    private let trouble = RepositoryTrouble()

    /// - Parameter forAudit: reads git's history of the answers meanwhile.
    init(_ project: ProjectOption, forAudit: Bool = false) throws {
        let surroundings = try Surroundings()
        let (root, spec) = try project.load(surroundings)
        let files = try WholeTree.over(LocalFileSystem(), project: root, environment: surroundings.git())
        let finder = DefinitionFinder(
            project: root, builtIn: try surroundings.installation().checklists, files: files)
        let hashes = HashCache(project: root, files: files, now: Surroundings.now)
        let seal = UserSeal(environment: surroundings.environment).seal
        let standings = Self.standings(root, spec, surroundings)
        let facts = try Self.facts(spec, root, files)
        let definitions = try finder.locate(spec.checklists)
        let git = surroundings.git()
        let served = try ServedVersion(otherThanOf: spec) { path in
            let file = root.pushing(FilePath(path))
            return try files.exists(file) ? files.readText(file) : nil
        }
        let load = {
            try Checklist.load(
                definitions: definitions, project: root, kinds: spec.kinds, facts: facts, files: files, hashes: hashes,
                sources: EvidenceSources(
                    models: spec.models, deployed: spec.layout.deploy, served: served,
                    commits: { try RepositoryHistory(project: root, environment: git) }, stages: standings),
                policies: spec.policies, seal: seal, now: Surroundings.timestamp)
        }
        (checklist, commits) = try forAudit
            ? Parallel.both(load) { try AnswerCommits(project: root, git: git, files: LocalFileSystem(.whole), seal: seal) }
            : (load(), nil)
        verdicts = VerdictCache(project: root, files: files, hashes: hashes, seal: seal)
        (self.root, self.spec, self.surroundings, self.files) = (root, spec, surroundings, files)
        (self.hashes, self.seal, self.standings, self.facts) = (hashes, seal, standings, facts)
    }

    /// What git's history says against the answers.
    func audit() throws -> Audit {
        let git = surroundings.git()
        let commits = try commits ?? AnswerCommits(project: root, git: git, files: LocalFileSystem(.whole), seal: seal)
        return try checklist.audit(AnswerHistory(commits, checklist: checklist), git: git, seal: seal)
    }

    /// Asks the runner how the stages stand, once.
    private static func standings(
        _ root: FilePath, _ spec: ProjectSpec, _ surroundings: Surroundings
    ) -> @Sendable () throws -> StageStandings {
        let found = Mutex<StageStandings?>(nil)
        return {
            try found.withLock { known in
                let standings = try known ?? StageStandings(root, spec, surroundings)
                known = standings
                return standings
            }
        }
    }

    private static func facts(_ spec: ProjectSpec, _ root: FilePath, _ files: any FileSystem) throws -> ProjectFacts {
        let bytes = try LocalFileSystem().read(root.appending(ProjectSpec.fileName))
        let template = TemplateTexts(of: root, files: files)[ProjectSpec.fileName]?.content
        return ProjectFacts(
            of: spec, document: try YAMLDocument.parse(bytes, file: ProjectSpec.fileName).json,
            template: template.flatMap { try? YAMLDocument.parse($0, file: ProjectSpec.fileName).json } ?? .null)
    }

    /// What runs the probes of the project.
    ///
    /// - Parameters:
    ///   - scansHistory: whether secrets are looked for in all commits.
    ///   - run: runs a command if it may.
    func probes(
        scansHistory: Bool = false, run: @escaping ProbeContext.RunCommand = { _ in nil }
    ) -> ProbeRunner {
        let (root, surroundings, standings, seal, trouble) = (root, surroundings, standings, seal, trouble)
        let templateText = templateText
        let context = ProbeContext(
            project: root, spec: spec, facts: facts, files: files, hashes: hashes,
            git: {
                try trouble.noting {
                    try RepositoryGit(project: root, environment: surroundings.git(), files: LocalFileSystem(.whole), seal: seal)
                }
            },
            standings: standings, templateText: templateText,
            findSecrets: InstalledSecretTool(root, environment: surroundings.environment).find,
            scansHistory: scansHistory, run: run)
        return ProbeRunner(context, cache: verdicts)
    }

    /// The names of the stages that would run.
    func staleStages() throws -> Set<String> {
        Set(try standings().standings.filter { if case .stale = $0.value { true } else { false } }.map(\.key))
    }

    /// The checklist with what its probes find, none of which runs a command.
    func glanced() throws -> Checklist { try checklist.glanced(at: probes()) }

    /// A gate, all probes of which look afresh.
    func gate(_ scope: Gate.Scope, allowsCommands: Bool) async throws -> Gate {
        let consent = CommandConsent(self, allowsAll: allowsCommands, asks: false)
        let items = Gate.verifiable(scope, of: checklist)
        let verified = try await checklist.verified(by: probes(run: consent.run), items)
        hashes.save()
        verdicts.save()
        return Gate(scope, of: verified)
    }

    /// Writes down the hashes that were computed, and shows what is wrong with records, and with git.
    func conclude() {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for diagnostic in checklist.diagnostics + trouble.warnings { Console.standard.error(renderer.render(diagnostic)) }
        hashes.save()
        verdicts.save()
    }

    /// A text of mlkit's own with the line ends that git would check it out with; as it is where git has no part in it.
    func checkedOut(_ text: [UInt8], at file: FilePath) throws -> [UInt8] {
        guard let repository = try? Repository.discover(from: root, environment: surroundings.git()),
            let path = repository.path(of: file)
        else { return text }
        return try repository.filters.withLineEnds(text, at: path)
    }

    /// Who answers, now.
    func answering(commits: Bool) throws -> Answering {
        let git = surroundings.git()
        let author = try Repository.author(in: root, environment: git)
        return Answering(by: author, at: Surroundings.timestamp, git: git, commits: commits)
    }

    /// Evidence as the command line names it, seen from the current folder.
    func evidence(named names: [String]) -> [EvidenceName] {
        let stages = spec.models.keys
        return names.map { EvidenceName($0, in: surroundings.directory, stages: stages) }
    }

    /// Says what a change did.
    func report(_ change: RecordChange) {
        hashes.save()
        Console.standard.say(
            "\(change.words): \(change.item.id) (\(change.path), \(change.history.words))\n")
        for evidence in change.record.evidence { Console.standard.say(evidence.line) }
        if change.takesEditsIn { Console.standard.say("  the file had changes that were in no commit: they are in this one\n") }
        remarkOnCommit(change.history)
    }

    /// Says what is to be known of a commit that was made, if one was.
    func remarkOnCommit(_ history: RecordChange.History) {
        guard case .commit(let id) = history else { return }
        remarkOnHooks()
        guard let repository = try? Repository.discover(from: root, environment: surroundings.git()), repository.isDetached else { return }
        Console.standard.error(DiagnosticRenderer(colour: Console.standard.errorIsColoured).render(.onNoBranch(id)))
    }

    /// Says which hooks `git commit` would have run: they look at the index and may change files, and the commit of a record
    /// holds the record alone, whatever is staged (githooks(5)).
    private func remarkOnHooks() {
        guard let repository = try? Repository.discover(from: root, environment: surroundings.git()),
            let hooks = try? repository.commitHooks, !hooks.isEmpty
        else { return }
        let names = Suggestion.list(hooks)
        Console.standard.error("\(hooks.count > 1 ? "the hooks" : "the hook") \(names) did not run: the commit has the record alone\n")
    }
}
