import MLKitCache
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// A disk that fails at each change of a whole run in turn: it is told which file and why, and once there is room the
/// next run does what an undisturbed one would have done.
@Suite struct DiskFullTests {
    private static func text(_ word: String) -> String {
        """
        mlkit: 1
        project: {name: p}
        params: {word: \(word)}
        stages:
          ingest: {kind: data, source: in.csv, target: y}
          a: {run: [mix, '${params.word}', out/a, in.txt], inputs: [in.txt], outputs: [out/a]}
          b: {run: [mix, b, out/b/x, out/a], inputs: [out/a], outputs: [out/b]}

        """
    }

    /// What a run says that went wrong, on a disk that fails in one place.
    private func run(_ word: String, _ files: any FileSystem, on disk: InMemoryFileSystem, sandboxed: Bool) async throws
        -> (problems: String, isComplete: Bool)
    {
        let pipeline = Pipeline(
            spec: try ProjectSpec(parsing: Array(Self.text(word).utf8), kinds: .builtIn), project: "/p", worker: "/none", files: files,
            environment: [:], engines: { _ in [:] }, now: TestClock(seconds: 4_000_000_000).now,
            launcher: PlayedProcesses(disk))
        var problems = ""
        do {
            let summary = try await pipeline.run(.init(jobs: 1, isSandboxed: sandboxed)) { event in
                switch event {
                case .started(_, let reasons): problems += "\(reasons)"
                case .finished(_, let result, _): problems += "\(result.warnings)"
                case .failed(_, let failure, _): problems += "\(Failure(failure.diagnostics))"
                default: break
                }
            }
            return (problems, summary.failed + summary.cancelled == 0)
        } catch {
            return (problems + "\(error)", false)
        }
    }

    /// All that a run is about: outputs and locks. What failed halfway through taking something into the cache is not.
    private func contents(_ disk: InMemoryFileSystem) throws -> [String: String] {
        let paths = disk.paths.filter { !$0.hasPrefix("/p/.mlkit") || $0.hasPrefix("/p/.mlkit/lock") }
        return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try disk.readText(FilePath($0))) })
    }

    private func copy(_ disk: InMemoryFileSystem) throws -> InMemoryFileSystem {
        let copy = InMemoryFileSystem()
        for path in disk.paths { try copy.write(try disk.read(FilePath(path)), to: FilePath(path)) }
        return copy
    }

    /// Three projects: nothing there, all to be made anew, all to be had from the cache.
    private func projects(sandboxed: Bool) async throws -> [(disk: InMemoryFileSystem, word: String)] {
        let empty = InMemoryFileSystem(["/p/in.txt": "1", "/p/in.csv": "x,y\n"])
        let made = try copy(empty)
        #expect(try await run("one", made, on: made, sandboxed: sandboxed).isComplete)
        let both = try copy(made)
        #expect(try await run("two", both, on: both, sandboxed: sandboxed).isComplete)
        for name in ["data", "out"] { try both.remove(FilePath("/p/\(name)")) }
        return [(empty, "one"), (made, "two"), (both, "one")]
    }

    private static let faults: [(fault: FaultyFileSystem.Fault, reason: String, isSandboxed: Bool, step: Int)] = [
        (.lasting(.noSpace), "no space left on device", true, 1),
        (.lasting(.diskQuotaExceeded), "disk quota exceeded", false, 7),
        (.passing(.ioError), "input/output error", false, 3),
    ]

    @Test(arguments: faults.indices)
    func eachChangeMayFail(fault: Int) async throws {
        let (fault, reason, sandboxed, step) = Self.faults[fault]
        for project in try await projects(sandboxed: sandboxed) {
            let undisturbed = try copy(project.disk)
            #expect(try await run(project.word, undisturbed, on: undisturbed, sandboxed: sandboxed).isComplete)
            let wanted = try contents(undisturbed)
            for count in stride(from: 0, to: .max, by: step) {
                let disk = try copy(project.disk)
                let faulty = FaultyFileSystem(disk, failingAfter: count, fault)
                let outcome = try await run(project.word, faulty, on: disk, sandboxed: sandboxed)
                guard let first = faulty.failed.first else {
                    #expect(count > 5)
                    break
                }
                let place = "change \(count), of \(first)"
                if !Self.mayFail(first) {
                    #expect(
                        faulty.failed.contains { outcome.problems.contains($0.dropFirst("/p/".count)) }, "\(place): \(outcome.problems)")
                    #expect(outcome.problems.contains(reason), "\(place): \(outcome.problems)")
                }
                if !outcome.isComplete, !reason.hasPrefix("input") {
                    #expect(outcome.problems.contains("hint: make room "), "\(place): \(outcome.problems)")
                }
                let after = try await run(project.word, disk, on: disk, sandboxed: sandboxed)
                #expect(after.isComplete, "\(place), then \(after.problems)")
                #expect(try contents(disk) == wanted, "\(place)")
                #expect(try Self.damaged(disk).isEmpty, "\(place)")
            }
        }
    }

    /// Nothing is lost with the hashes, and with what is known of outputs, but time.
    private static func mayFail(_ path: String) -> Bool {
        path.hasPrefix("/p/.mlkit/cache/hashes") || ["/p/.mlkit/cache/.gitignore", "/p/.mlkit/cache/made"].contains(path)
    }

    /// What the cache would give out and should not.
    private static func damaged(_ disk: InMemoryFileSystem) throws -> [CacheDamage] {
        let pipeline = Pipeline(
            spec: try ProjectSpec(parsing: Array(text("one").utf8), kinds: .builtIn), project: "/p", worker: "/none", files: disk,
            environment: [:], engines: { _ in [:] }, now: { 0 }, launcher: PlayedProcesses(disk))
        return try pipeline.verifyCache().damage.filter { $0.kind == .damaged }
    }
}
