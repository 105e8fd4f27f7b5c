import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage

/// Probes of a project in a real repository.
extension GitSandbox {
    /// What a probe says of the project in a folder; nothing is consented to, and nothing is kept.
    func verdict(_ probe: String, in folder: String = "") async throws -> ProbeVerdict {
        let project = path.pushing(FilePath(folder))
        let spec = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n".utf8), kinds: .builtIn)
        let files = LocalFileSystem()
        let hashes = HashCache(project: project, files: files, now: { 0 })
        let variables = variables
        let context = ProbeContext(
            project: project, spec: spec, facts: ProjectFacts(of: spec, document: .object([])), files: files, hashes: hashes,
            git: {
                let environment = GitEnvironment(variables: variables, time: GitTime(seconds: 0))
                return try RepositoryGit(project: project, environment: environment, files: LocalFileSystem(), seal: nil)
            }, standings: { StageStandings() }, run: { _ in nil })
        let cache = VerdictCache(project: project, files: files, hashes: hashes, seal: nil)
        return try await ProbeRunner(context, cache: cache).verify(ProbeProject.item(probe))[0]
    }
}
