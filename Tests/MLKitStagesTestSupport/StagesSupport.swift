internal import MLKitCore
internal import MLKitEngines
public import MLKitSpec
internal import SystemPackage

/// A context for tests: the engines of the package's `engines` folder, one thread.
public func stageContext(threads: Int = 1, log: @escaping @Sendable (String) -> Void = { _ in }) -> StageContext {
    let package = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
    let engines = EngineLocator(folders: [package.appending("engines")], programs: ["/usr/local/bin", "/usr/bin"])
    return StageContext(engines: engines, threads: threads, seal: { CacheSeal(key: Array("a key for tests".utf8)) }, log: log)
}

/// The whole text a user would see when `body` fails, or a note that it did not.
public func failureText(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return "no failure"
    } catch {
        return "\(error)"
    }
}
