internal import MLKitCore
internal import MLKitEngines
internal import MLKitRunning
internal import MLKitSpec
internal import Synchronization
internal import SystemPackage

/// The versions of the engines that stages work with, for their fingerprints.
///
/// Asking an engine costs a process or a load of its library, so that answers are kept in `.mlkit/cache/engines`:
/// per engine `<name> <version> <size> <changed> <inode> <path>`, good for as long as the file stays the same. All are
/// asked at once, by `mlkit doctor` in a process of its own.
final class EngineVersionCache: Sendable {
    private struct State {
        var lines: [String]?
        var known: [Engine: String?] = [:]
    }

    private let state = Mutex(State())
    private let locator: EngineLocator
    private let cache: FilePath
    private let environment: [String: String]
    private let files = LocalFileSystem()

    init(project: FilePath, surroundings: Surroundings) {
        locator = surroundings.engines()
        cache = project.pushing(".mlkit/cache/engines")
        environment = surroundings.environment
    }

    /// The versions that matter to a stage, by engine; what is not installed is left out.
    func versions(for stage: StageSpec) -> [String: String] {
        let engines = stage.settings.engines
        guard !engines.isEmpty else { return [:] }
        return state.withLock { state in
            var versions: [String: String] = [:]
            for engine in engines { versions[engine.rawValue] = version(of: engine, &state) }
            return versions
        }
    }

    /// The version of an engine by its name; `nil` if it is not installed, or not known to this version of mlkit.
    func version(named name: String) -> String? {
        guard let engine = Engine(rawValue: name) else { return nil }
        return state.withLock { version(of: engine, &$0) }
    }

    /// The names of the engines that matter to a stage, be they installed or not.
    static func names(for stage: StageSpec) -> [String] { stage.settings.engines.map(\.rawValue) }

    private func version(of engine: Engine, _ state: inout State) -> String? {
        if let known = state.known[engine] { return known }
        let version = find(engine, &state)
        state.known[engine] = .some(version)
        return version
    }

    private func find(_ engine: Engine, _ state: inout State) -> String? {
        guard let path = locator.locate(engine), let key = key(engine, path) else { return nil }
        let lines = state.lines ?? ((try? files.readText(cache)) ?? "").split(separator: "\n").map(String.init)
        state.lines = lines
        if let version = Self.version(in: lines, key) { return version }
        let asked = ask()
        state.lines = asked
        try? files.makeIgnoredDirectory(cache.removingLastComponent())
        try? files.unsynchronised.write(asked.map { $0 + "\n" }.joined(), to: cache)
        return Self.version(in: asked, key)
    }

    /// What tells one file from another; `nil` if it is gone.
    private func key(_ engine: Engine, _ path: FilePath) -> (before: String, after: String)? {
        guard let file = try? files.information(at: path) else { return nil }
        return ("\(engine.rawValue) ", " \(file.size) \(file.changed) \(file.inode) \(path)")
    }

    private static func version(in lines: [String], _ key: (before: String, after: String)) -> String? {
        let line = lines.first { $0.hasPrefix(key.before) && $0.hasSuffix(key.after) }
        return line.map { String($0.dropFirst(key.before.count).dropLast(key.after.count)) }
    }

    private func ask() -> [String] {
        let command = BlockingCommand(
            Pipeline.ownExecutable.string, ["doctor", "--format", "json"], environment: environment)
        guard let output = try? command.run().output, let checks = try? JSON(parsing: output).array else { return [] }
        return checks.compactMap { check in
            guard let engine = check["engine"]?.string.flatMap({ Engine(rawValue: $0) }),
                let version = check["version"]?.string, let path = check["path"]?.string,
                let key = key(engine, FilePath(path))
            else { return nil }
            return key.before + version + key.after
        }
    }
}
