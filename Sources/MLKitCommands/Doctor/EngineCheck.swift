internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// One engine as found on this machine.
struct EngineCheck {
    let engine: Engine
    let path: FilePath?
    let version: String?
    /// Why it cannot be used; `nil` if it can.
    let problem: String?
    /// Debian's package with a library that the engine needs and the system does not have.
    let missingPackage: String?
    let installCommand: String

    var isBroken: Bool { problem != nil }

    /// Looks for the engine and asks it for its version.
    init(_ engine: Engine, _ engines: EngineLocator) async {
        self.engine = engine
        path = engines.locate(engine)
        missingPackage = path.flatMap { DynamicLibrary.missingPackage(at: $0) }
        installCommand = missingPackage.map { "apt-get install -y \($0)" } ?? engines.installCommand(engine)
        guard let path else {
            version = nil
            problem = "not installed; it \(engine.purpose)"
            return
        }
        do {
            version = try await engine.version(at: path)
            problem = nil
        } catch {
            version = nil
            problem = (error as? Failure)?.diagnostics.first?.message ?? "it does not answer"
        }
    }

    var json: JSON {
        [
            "engine": .string(engine.rawValue), "title": .string(engine.title), "purpose": .string(engine.purpose),
            "found": .bool(problem == nil), "version": version.map { .string($0) } ?? .null,
            "path": path.map { .string($0.string) } ?? .null, "problem": problem.map { .string($0) } ?? .null,
            "install": .string(installCommand),
        ]
    }
}
