import MLKitCore
import MLKitProcesses
import MLKitSpec
import MLKitTestSupport
import Synchronization
import SystemPackage

@testable import MLKitRunning

/// Plays the processes of stages on a disk in memory.
///
/// Of commands `[mix, SALT, OUTPUT, INPUT…]` the output is a digit that follows from the salt and the inputs, so that
/// other inputs often give the same output. Built-in stages write each output's role and the contents of all inputs
/// but their own.
final class PlayedProcesses: StageLauncher {
    private struct State {
        var launches: [String] = []
        var failing: Set<String> = []
    }

    private let state = Mutex(State())
    private let files: any FileSystem

    init(_ files: any FileSystem) { self.files = files }

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
        if launch.arguments[1] == "stage-worker" { return try work(launch.arguments[2]) }
        let folder = FilePath(launch.directory)
        let inputs = try launch.arguments.dropFirst(3).map { try files.readText(folder.pushing(FilePath($0))) }
        let output = folder.pushing(FilePath(launch.arguments[2]))
        // As a command does that is killed while it writes where its output is to be.
        try files.write("half", to: output)
        if !fails { try files.write(Self.mix(launch.arguments[1], inputs), to: output) }
        return StageEnding(status: .exited(fails ? 1 : 0))
    }

    private func work(_ jobFile: String) throws -> StageEnding {
        let job = try StageJob(JSON(parsing: files.read(FilePath(jobFile))))
        let read = job.inputs.filter { !$0.key.hasPrefix("kept.") }.values.map(\.string).sorted()
        let inputs = try read.map { try files.readText(FilePath($0)) }
        for (role, path) in job.outputs { try files.write("\(role) \(inputs)", to: path) }
        try files.write(StageResult(summary: "made").json.compact, to: job.result)
        return StageEnding(status: .exited(0))
    }

    /// What a command writes.
    static func mix(_ salt: String, _ inputs: [String]) -> String {
        let sum = (salt + inputs.joined(separator: "+")).utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff }
        return "\(sum % 3)"
    }
}
