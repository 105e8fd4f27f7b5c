import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// A project with one stage or two, which tests of outputs run.
protocol OutputRoomTesting {
    var scratch: ScratchDirectory { get }
}

extension OutputRoomTesting {
    var files: LocalFileSystem { LocalFileSystem() }

    func pipeline(_ stages: String, on disk: (any FileSystem)? = nil) throws -> Pipeline {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n\(stages)\n"
        return Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn), project: scratch.path,
            worker: BuiltTool.folder.appending("mlkit"), files: disk ?? files, environment: [:], now: TestClock(seconds: 4_000_000_000).now)
    }

    func run(
        _ stages: String, isSandboxed: Bool = false, force: Bool = false, keepsGoing: Bool = false,
        only names: [String] = [], on disk: (any FileSystem)? = nil
    ) async throws -> [String] {
        var events = [String]()
        let options = Pipeline.Options(
            selection: StageSelection(names: names), jobs: 1, force: force, keepsGoing: keepsGoing,
            isSandboxed: isSandboxed)
        _ = try await pipeline(stages, on: disk).run(options) { event in
            switch event {
            case .finished(let stage, let result, _): events += ["ran \(stage)"] + result.warnings
            case .restored(let stage, let result, _): events += ["restored \(stage)"] + result.warnings
            case .skipped(let stage): events.append("skipped \(stage)")
            case .failed(let stage, let failure, _):
                events += ["failed \(stage)"] + failure.diagnostics.flatMap { [$0.message] + $0.notes }
            case .retried(let stage, _, _, _): events.append("again \(stage)")
            default: break
            }
        }
        return events
    }

    /// The files below a path, sorted.
    func tree(_ path: String) throws -> [String] {
        let place = scratch.path.pushing(FilePath(path))
        guard try files.information(at: place)?.kind == .directory else { return [path] }
        return try files.list(place).flatMap { try tree("\(path)/\($0)") }
    }
}
