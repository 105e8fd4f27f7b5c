import MLKitCore
import MLKitTestSupport
import Synchronization
import SystemPackage

@testable import MLKitPipeline

/// Plays the processes of commands `[mix, SALT, OUTPUT, INPUT…]` on a disk in memory: the output is a digit that
/// follows from the salt and the inputs, so that other inputs often give the same output.
final class PlayedProcesses: StageLauncher {
    private struct State {
        var launches: [String] = []
        var failing: Set<String> = []
    }

    private let state = Mutex(State())
    private let files: InMemoryFileSystem

    init(_ files: InMemoryFileSystem) { self.files = files }

    /// The stages whose process was started since this was last asked, in order.
    func takeLaunches() -> [String] {
        state.withLock { state in
            defer { state.launches = [] }
            return state.launches
        }
    }

    /// The stages that fail from now on, after they have written half of their output.
    func fail(_ stages: Set<String>) { state.withLock { $0.failing = stages } }

    func run(_ launch: StageLaunch) async throws -> StageEnding {
        let fails = state.withLock { state in
            state.launches.append(launch.stage)
            return state.failing.contains(launch.stage)
        }
        let folder = FilePath(launch.directory)
        let inputs = try launch.arguments.dropFirst(3).map { try files.readText(folder.pushing(FilePath($0))) }
        let output = fails ? "half" : Self.mix(launch.arguments[1], inputs)
        try files.write(output, to: folder.pushing(FilePath(launch.arguments[2])))
        return StageEnding(status: .exited(fails ? 1 : 0))
    }

    /// What a command writes.
    static func mix(_ salt: String, _ inputs: [String]) -> String {
        let sum = (salt + inputs.joined(separator: "+")).utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff }
        return "\(sum % 3)"
    }
}
