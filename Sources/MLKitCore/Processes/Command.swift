internal import Subprocess
public import SystemPackage

/// A program with its arguments, to be run to its end while its output is collected.
///
/// For short helpers (an engine's query, a version). Stages run under the pipeline's own supervision.
public struct Command: Sendable {
    /// A path, or a bare name that is looked up in `PATH`.
    public var executable: String
    public var arguments: [String]
    public var directory: FilePath?
    /// Variables set over those inherited.
    public var environment: [String: String]

    public init(
        _ executable: String, _ arguments: [String] = [], directory: FilePath? = nil,
        environment: [String: String] = [:]
    ) {
        self.executable = executable
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
    }

    /// What a finished command left.
    public struct Result: Sendable {
        /// The exit code; 128 and the signal's number for a process that a signal ended, as shells say it.
        public var status: Int
        public var output: [UInt8]
        public var errorText: String

        public var outputText: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs the command and collects up to `limit` bytes of its output.
    ///
    /// - Throws: `Failure` if the program cannot be started, or writes more than `limit` bytes. A non-zero
    ///   exit code is a result, not an error.
    public func run(limit: Int = 1 << 30) async throws -> Result {
        let program: Executable = executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
        do {
            let result = try await Subprocess.run(
                program, arguments: Arguments(arguments), environment: variables, workingDirectory: directory,
                input: .none, output: .bytes(limit: limit), error: .string(limit: 1 << 20))
            return Result(
                status: result.terminationStatus.shellCode, output: result.standardOutput,
                errorText: result.standardError)
        } catch let error as SubprocessError {
            throw Failure("cannot run `\(executable)`", notes: ["\(error)"])
        }
    }

    /// Runs the command with its output in a file: a process that it leaves behind is not waited for, and however much is
    /// written costs no memory.
    ///
    /// - Parameter limit: so many bytes are read of the beginning, and of the end.
    /// - Throws: `Failure` if the program cannot be started, or the file cannot be made.
    public func run(keeping limit: Int) async throws -> Result {
        let program: Executable = executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
        let file = try UnnamedFile()
        do {
            let result = try await Subprocess.run(
                program, arguments: Arguments(arguments), environment: variables, workingDirectory: directory, input: .none,
                output: .fileDescriptor(FileDescriptor(rawValue: file.descriptor), closeAfterSpawningProcess: false), error: .discarded)
            return Result(status: result.terminationStatus.shellCode, output: try file.ends(limit), errorText: "")
        } catch let error as SubprocessError {
            throw Failure("cannot run `\(executable)`", notes: ["\(error)"])
        }
    }

    /// Runs the command, which writes where this process does.
    ///
    /// - Returns: the exit code; 128 and the signal's number for a process that a signal ended, as shells say it.
    /// - Throws: `Failure` if the program cannot be started.
    public func runInPlace() async throws -> Int {
        let program: Executable = executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
        do {
            let result = try await Subprocess.run(
                program, arguments: Arguments(arguments), environment: variables, workingDirectory: directory, input: .none,
                output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            return result.terminationStatus.shellCode
        } catch let error as SubprocessError {
            throw Failure("cannot run `\(executable)`", notes: ["\(error)"])
        }
    }

    private var variables: Environment {
        var updates: [Environment.Key: String?] = [:]
        for (name, value) in environment { updates[Environment.Key(stringLiteral: name)] = value }
        return .inherit.updating(updates)
    }
}

extension TerminationStatus {
    fileprivate var shellCode: Int {
        switch self {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }
}
