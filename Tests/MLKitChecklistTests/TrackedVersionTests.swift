import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// Which contents of a file in git are looked into, and where.
@Suite struct TrackedVersionTests {
    private func versions(_ path: String, _ project: ProbeProject, upTo limit: Int = 100) throws -> [String] {
        let spec = try ProjectSpec(parsing: Array(project.spec.utf8), kinds: .builtIn)
        let context = ProbeContext(
            project: ProbeProject.root, spec: spec, facts: ProjectFacts(of: spec, document: .object([])), files: project.files,
            hashes: HashCache(project: ProbeProject.root, files: project.files, now: { 0 }), git: { project.git },
            standings: { StageStandings() }, run: { _ in nil })
        var found = [String]()
        try context.versions(ofTracked: path, upTo: limit) { bytes, place in
            found.append("\(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "-")\(place.words)")
        }
        return found
    }

    @Test func aFileThatIsAsGitHasItIsReadOnce() throws {
        let project = try ProbeProject(tracked: ["a.txt": "here"])
        #expect(try versions("a.txt", project) == ["here"])
        project.git?.index = ["a.txt": "staged"]
        #expect(try versions("a.txt", project) == ["here", "staged (as git has it)"])
        try project.files.remove("/project/a.txt")
        #expect(try versions("a.txt", project) == ["staged (as git has it)"])
        project.git?.index = [:]
        #expect(try versions("a.txt", project) == [])
    }

    /// Of what is larger than the limit, the place alone is told.
    @Test(arguments: [(4, "here", "there"), (5, "here", "there"), (3, "-", "-"), (6, "here", "there")])
    func contentsAreReadUpToALimit(limit: Int, here: String, there: String) throws {
        let project = try ProbeProject(tracked: ["a.txt": "here"])
        project.git?.index = ["a.txt": "there"]
        let expected = [here, limit < 5 ? "- (as git has it)" : "\(there) (as git has it)"]
        #expect(try versions("a.txt", project, upTo: limit) == expected)
    }

    @Test func aFolderInItsPlaceIsNoFile() throws {
        let project = try ProbeProject(tracked: ["a.txt/x": "1"])
        project.git?.index = ["a.txt": "staged"]
        #expect(try versions("a.txt", project) == ["staged (as git has it)"])
    }

    /// Of an odd name git does not tell whether the file changed: what is the same in both is told once.
    @Test func anOddNameIsComparedByContent() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.md": "fine\n"])
        let make = "d=$(printf 'caf\\351'); mkdir \"$d\"; echo 'k = \"gh''p_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789\"' > \"$d/key.py\""
        #expect(try await Command("sh", ["-c", make], directory: sandbox.path).run().status == 0)
        try await sandbox.git("add", "--all")
        let same = try await sandbox.verdict("secrets: none").message
        #expect(same.hasPrefix("`caf\\xE9/key.py` line 1") && !same.contains("as git has it"), "\(same)")
        let change = "cd caf* && echo '# changed' >> key.py"
        #expect(try await Command("sh", ["-c", change], directory: sandbox.path).run().status == 0)
        let both = try await sandbox.verdict("secrets: none").message
        #expect(both.contains("`caf\\xE9/key.py` line 1") && both.contains("`caf\\xE9/key.py` (as git has it) line 1"), "\(both)")
    }
}
