internal import Glibc
internal import MLKitCore
internal import MLKitEngines
internal import MLKitGit
internal import MLKitScaffold
internal import SystemPackage

/// What a command takes from the process it runs in: the one place that reads environment, clock and folder.
struct Surroundings {
    let environment: [String: String]
    let directory: FilePath

    init() throws {
        // An empty one names no folder: files would go into the current one.
        environment = EnvironmentVariables.current.filter { !($0.value.isEmpty && Self.folders.contains($0.key)) }
        guard let path = getcwd(nil, 0) else { throw Failure("cannot find the current folder: it may have been removed") }
        defer { free(path) }
        guard let text = String(validatingCString: path) else {
            throw Failure(
                "the path of the current folder is not UTF-8, so that no text can stand for it", notes: ["`\(String(cString: path))`"],
                hint: "rename the folder that is named so, or work elsewhere")
        }
        directory = FilePath(text)
    }

    private static let folders: Set = ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"]

    func installation() throws -> Installation { try Installation.current(environment: environment) }

    func engines() -> EngineLocator {
        EngineLocator(environment: environment, installation: try? installation())
    }

    /// Nanoseconds since 1970.
    @Sendable static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Bytes of memory that the machine has.
    static var memory: Int { sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) }

    /// What this process was started with, for people to read.
    static var commandLine: String {
        let name = CommandLine.arguments.first.flatMap { FilePath($0).lastComponent?.string } ?? "mlkit"
        return ([name] + CommandLine.arguments.dropFirst()).joined(separator: " ")
    }

    static var cores: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }
}

extension Surroundings {
    /// What git is told of this process: its variables, and the local time.
    func git() -> GitEnvironment {
        var seconds = time(nil)
        var local = tm()
        localtime_r(&seconds, &local)
        return GitEnvironment(variables: environment, time: GitTime(seconds: seconds, offset: local.tm_gmtoff / 60))
    }

    /// The current time, to the second.
    static var timestamp: Timestamp { Timestamp(seconds: now() / 1_000_000_000) }
}

extension Surroundings {
    /// The templates that the user can name here.
    ///
    /// - Parameter folder: what a template's folder is relative to; the current one if left out.
    func templates(in folder: FilePath? = nil) throws -> TemplateSources {
        TemplateSources(
            builtIn: try installation().templates, directory: folder ?? directory, variables: environment,
            isInteractive: Console.standard.inputIsTerminal && Console.standard.errorIsTerminal,
            fetching: { source in
                guard Console.standard.errorIsTerminal else { return }
                Console.standard.error("fetching `\(source)`\n")
            })
    }
}
