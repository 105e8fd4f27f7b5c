internal import Glibc

/// A program that is run to its end while the thread waits: for libraries without concurrency. `Command` is its
/// sibling for all others.
public struct BlockingCommand: Sendable {
    /// A path, or a bare name that is looked up in `PATH`.
    public var executable: String
    public var arguments: [String]
    /// All variables; none is inherited.
    public var environment: [String: String]
    /// What the program reads from standard input.
    public var input: [UInt8]

    public init(_ executable: String, _ arguments: [String], environment: [String: String], input: [UInt8] = []) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// Runs the program in the current folder.
    ///
    /// - Throws: `Failure` if the program cannot be started; its note is the system's reason. A non-zero exit code is a
    ///   result, not an error.
    public func run() throws -> Command.Result {
        // Files rather than pipes, which would have to be read and written all at the same time.
        let files = try (0..<3).map { _ in try UnnamedFile() }
        try files[0].fill(input)
        let status = try Self.wait(for: spawn(files.map(\.descriptor)))
        return Command.Result(
            status: status, output: try files[1].content(),
            errorText: String(decoding: try files[2].content(), as: UTF8.self))
    }

    private func spawn(_ descriptors: [Int32]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (standard, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(standard))
        }
        var process = pid_t()
        let code = CTexts.with([executable] + arguments) { arguments in
            CTexts.with(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawnp(&process, executable, &actions, nil, arguments.pointers, variables.pointers)
            }
        }
        guard code == 0 else { throw Failure("cannot run `\(executable)`", notes: [String(cString: strerror(code))]) }
        return process
    }

    /// The exit code; 128 and the signal's number for a process that a signal ended, as shells say it.
    private static func wait(for process: pid_t) throws -> Int {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                throw Failure("cannot wait for a process", notes: [String(cString: strerror(errno))])
            }
        }
        let signal = status & 0x7f
        return signal == 0 ? Int(status >> 8 & 0xff) : 128 + Int(signal)
    }
}
