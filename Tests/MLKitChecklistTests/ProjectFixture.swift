import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitStages
import MLKitTestSupport
import SystemPackage

/// A project in memory with a small checklist: what a test asks of the checklist without git.
struct ProjectFixture {
    static let project: FilePath = "/project"
    static let definition = """
        checklist: 1
        title: A small list
        sections:
          - id: scoping
            title: Scoping
            items:
              - {id: scoping.baseline, title: Establish a baseline, why: w, how: h, maturity: poc}
              - {id: scoping.budget, title: Agree on a budget, why: w, how: h, maturity: mvp}
              - id: scoping.inference
                title: Online or batch?
                why: w
                how: h
                maturity: poc
                kind: choice
                options: {online: {when: someone waits}, batch: {when: nobody does}}
          - id: data
            title: Data
            items:
              - {id: data.split, title: Split once, why: w, how: h, maturity: poc}
              - {id: data.labels, title: Are the labels right?, why: w, how: h, maturity: production, kind: question}

        """
    static let at = Timestamp(seconds: 1_767_225_600)
    static let path: FilePath = "/project/checklists/small.yaml"

    let files: any FileSystem
    let clock: TestClock
    var sources: EvidenceSources

    init(
        _ texts: [String: String] = [:], files: (any FileSystem)? = nil, sources: EvidenceSources = EvidenceSources(),
        clock: TestClock = TestClock()
    ) throws {
        self.clock = clock
        self.sources = sources
        self.files = files ?? InMemoryFileSystem()
        try self.files.write(Self.definition, to: Self.path)
        for (path, text) in texts { try write(text, to: path) }
    }

    func write(_ text: String, to path: String) throws {
        try files.write(text, to: Self.project.pushing(FilePath(path)))
    }

    func read(_ path: String) throws -> String {
        try files.readText(Self.project.pushing(FilePath(path)))
    }

    func load(definitions: [FilePath] = [Self.path], now: Timestamp = Self.at) throws -> Checklist {
        let hashes = HashCache(project: Self.project, files: files, now: clock.now)
        let checklist = try Checklist.load(
            definitions: definitions, project: Self.project, kinds: .builtIn, facts: nil, files: files, hashes: hashes,
            sources: sources, now: now)
        hashes.save()
        return checklist
    }

    func state(of item: String) throws -> ItemState {
        try load().find(item).state
    }

    /// Why an item is stale, as the user reads it; empty if it is not.
    func why(_ item: String) throws -> [String] {
        guard case .stale(let causes) = try state(of: item) else { return [] }
        return causes.map(\.description)
    }

    /// Marks an item done, without git.
    @discardableResult
    func done(
        _ item: String, _ evidence: [EvidenceName]? = nil, _ message: String? = nil, answer: String? = nil
    ) throws -> RecordChange {
        let checklist = try load()
        return try checklist.markDone(
            checklist.find(item).item, answer: answer, evidence: evidence, message: message, Self.answering)
    }

    static let answering = Answering(by: "Ada Example <ada@example.com>", at: at, git: nil)
}
