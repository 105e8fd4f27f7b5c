import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitProcesses

/// Processes that the guard looks after: how they end, what they are given, and what is left of them.
@Suite struct StageGuardTests {
    private let scratch: ScratchDirectory
    private var log: FilePath { scratch.path.appending("log") }

    init() throws { scratch = try ScratchDirectory() }

    /// Runs something beside a guard of its own.
    private func guarded<Result: Sendable>(_ body: @Sendable (StageGuard) async throws -> Result) async throws -> Result {
        let hold = open(scratch.path.appending("hold").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(hold) }
        let guardian = try StageGuard(executable: BuiltTool.folder.appending("mlkit"), hold: hold)
        let loop = try RunLoop()
        guardian.listen(on: loop)
        defer {
            guardian.finish()
            loop.finish()
        }
        return try await withTaskExecutorPreference(loop) { try await body(guardian) }
    }

    private func launch(_ script: String, change: (inout StageLaunch) -> Void = { _ in }) -> StageLaunch {
        var launch = StageLaunch(stage: "s", arguments: ["sh", "-c", script], directory: scratch.path.string, log: log.string)
        change(&launch)
        return launch
    }

    private func ending(_ script: String, change: (inout StageLaunch) -> Void = { _ in }) async throws -> StageEnding {
        let launch = launch(script, change: change)
        return try await guarded { try await $0.run(launch) }
    }

    @Test func endingsAreToldAsTheyWere() async throws {
        let (zero, seven, killed) = (launch("exit 0"), launch("exit 7"), launch("kill -9 $$"))
        let endings = try await guarded { guardian in
            [try await guardian.run(zero), try await guardian.run(seven), try await guardian.run(killed)]
        }
        #expect(endings.map(\.status) == [.exited(0), .exited(7), .signaled(9)])
        #expect(endings.allSatisfy { $0.cause == nil && !$0.leftProcesses && $0.usage.peakMemory > 100_000 && $0.usage.seconds < 30 })
    }

    /// A log begins anew, or goes on.
    @Test func logsBeginOrGoOn() async throws {
        let (first, again, anew) = (launch("echo 1; echo 2 >&2"), launch("echo 3") { $0.truncatesLog = false }, launch("echo 4"))
        try await guarded { guardian in
            for launch in [first, again] { _ = try await guardian.run(launch) }
        }
        #expect(try scratch.read("log") == "1\n2\n3\n")
        _ = try await guarded { try await $0.run(anew) }
        #expect(try scratch.read("log") == "4\n")
    }

    /// In its folder, with its own variables in place of others, and nothing to read.
    @Test func aProcessIsGivenItsOwn() async throws {
        try scratch.write("", to: "folder/x")
        _ = try await ending("pwd; echo \"$HOME,$MLKIT_STAGE,${PATH:+path},$NEW\"; cat") {
            $0.directory = scratch.path.appending("folder").string
            $0.variables = ["HOME": "/somewhere", "NEW": "a=b"]
        }
        #expect(try scratch.read("log") == "\(scratch.path)/folder\n/somewhere,s,path,a=b\n")
        _ = try await ending("echo \"${HOME:+home},$MLKIT_STAGE\"")
        #expect(try scratch.read("log") == "home,s\n")
    }

    @Test func whatCannotStartSaysWhy() async throws {
        guard case .notStarted = try await ending("", change: { $0.arguments = ["/no/such/program"] }).status else {
            Issue.record("it started")
            return
        }
        let noLog = try await ending("true") { $0.log = "/no/such/folder/log" }
        #expect(noLog.status == .notStarted("cannot write `/no/such/folder/log`: No such file or directory"))
    }

    @Test func aLimitOfTimeEndsIt() async throws {
        let late = try await ending("sleep 30") { $0.timeLimit = 0.2 }
        #expect(late.cause == .time && late.status == .signaled(15) && late.usage.seconds >= 0.2 && late.usage.seconds < 3)
        #expect(try await ending("true") { $0.timeLimit = 20 }.cause == nil)
    }

    @Test func aLimitOfMemoryEndsIt() async throws {
        let large = try await ending("sleep 0.3; exec sleep 30") { $0.memoryLimit = 1000 }
        #expect(large.cause == .memory && large.status == .signaled(9) && !large.leftProcesses)
        #expect(try await ending("sleep 0.3") { $0.memoryLimit = 1 << 34 }.status == .exited(0))
    }

    /// Told to end, it may end in its own way.
    @Test func whatIsCancelledMayEndInOrder() async throws {
        let launch = launch("trap 'echo ended; exit 5' INT; echo begun > begun; while :; do sleep 0.05; done")
        let begun = scratch.path.appending("begun")
        let ending = try await guarded { guardian in
            let task = Task { try await guardian.run(launch) }
            while try !LocalFileSystem().exists(begun) { try await Task.sleep(for: .milliseconds(20)) }
            task.cancel()
            return try await task.value
        }
        #expect(ending.cause == .cancelled && ending.status == .exited(5) && !ending.leftProcesses)
        #expect(try scratch.read("log") == "ended\n")
    }

    /// What a stage leaves behind is ended, in its group or out of it, and told; what left nothing is not.
    @Test(arguments: ["sleep 60 & echo $! > pid", "setsid sh -c 'echo $$ > pid; exec sleep 60' & while [ ! -s pid ]; do sleep 0.02; done"])
    func whatIsLeftBehindIsEnded(script: String) async throws {
        let ending = try await ending(script)
        #expect(ending.status == .exited(0) && ending.leftProcesses)
        let left = try #require(try pid_t(scratch.read("pid").trimmed))
        var isThere = true
        for _ in 0..<100 where isThere {
            isThere = kill(left, 0) == 0
            if isThere { try await Task.sleep(for: .milliseconds(20)) }
        }
        #expect(!isThere)
    }

    /// Many at once are each answered as their own.
    @Test func manyAreToldApart() async throws {
        let launches = (0..<12).map { number in launch("sleep 0.0\(number % 3); exit \(number)") }
        let codes = try await guarded { guardian in
            try await withThrowingTaskGroup(of: (Int, StageEnding.Status).self) { group in
                for (number, launch) in launches.enumerated() { group.addTask { (number, try await guardian.run(launch).status) } }
                return try await group.reduce(into: [Int: StageEnding.Status]()) { $0[$1.0] = $1.1 }
            }
        }
        #expect(codes == Dictionary(uniqueKeysWithValues: (0..<12).map { ($0, .exited($0)) }))
    }

    /// Stopped, its clock stands still too.
    @Test func whatIsStoppedGoesOnLater() async throws {
        let launch = launch("echo begun > begun; sleep 0.3; echo done") { $0.timeLimit = 1 }
        let begun = scratch.path.appending("begun")
        let ending = try await guarded { guardian in
            let task = Task { try await guardian.run(launch) }
            while try !LocalFileSystem().exists(begun) { try await Task.sleep(for: .milliseconds(10)) }
            guardian.setStopped(true)
            try await Task.sleep(for: .milliseconds(1500))
            guardian.setStopped(false)
            return try await task.value
        }
        #expect(ending.status == .exited(0) && ending.cause == nil && ending.usage.seconds > 1.4)
    }

    /// The file that holds the project tells when the runner was gone, on a line of its own, and was touched while stages were at work.
    @Test func theEndIsNoted() async throws {
        try scratch.write("held\n", to: "hold")
        let before = try #require(try LocalFileSystem().information(at: scratch.path.appending("hold"))).modified
        let launch = launch("sleep 0.1")
        _ = try await guarded { try await $0.run(launch) }
        let lines = try scratch.read("hold").split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "held")
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let noted = try #require(lines.last.flatMap { Int($0) })
        #expect(noted >= before && noted <= now.tv_sec * 1_000_000_000 + now.tv_nsec)
    }
}
