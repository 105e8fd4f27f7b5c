internal import CEngines
internal import Glibc
internal import MLKitCore
public import MLKitEngines
internal import Synchronization
public import SystemPackage

/// ONNX Runtime, loaded into this process, with the one environment that its sessions share.
public final class Runtime: @unchecked Sendable {
    /// The library's version, such as `1.31.1`.
    public let version: String
    let api: UnsafePointer<OrtApi>
    let environment: OpaquePointer
    let allocator: OpaquePointer

    /// Loads the library that `locator` finds.
    ///
    /// - Throws: `Failure` if it is not installed, with the command that installs it, or cannot be used.
    public convenience init(locator: EngineLocator) throws {
        try self.init(library: locator.require(.onnxruntime))
    }

    /// - Throws: `Failure` if the library cannot be loaded, or is too old.
    public init(library path: FilePath) throws {
        // Before the library looks: from 1.29 on it would keep an id of the machine in the user's cache, and send what
        // it runs to its makers, from when its environment is made.
        setenv("ORT_DISABLE_TELEMETRY", "1", 1)
        let entry: OrtGetApiBaseFunction = try DynamicLibrary(path).function("OrtGetApiBase")
        guard let base = entry() else { throw Failure("`\(path)` has no interface") }
        version = String(cString: base.pointee.GetVersionString())
        guard let api = base.pointee.GetApi(UInt32(MLKIT_ORT_API_VERSION)) else {
            throw Failure("ONNX Runtime \(version) is too old", hint: "install version 1.17 or later")
        }
        self.api = api
        // What goes wrong is thrown as an error with its message; the log would repeat it.
        environment = try api.make("start ONNX Runtime") { made in
            var status: OpaquePointer?
            Self.gate.withLock { _ in status = api.pointee.CreateEnv(CInt(OrtLogFatal), "mlkit", &made) }
            return status
        }
        // What earlier versions go by.
        try api.check(api.pointee.DisableTelemetryEvents(environment), "start ONNX Runtime")
        allocator = try api.make("start ONNX Runtime") { api.pointee.GetAllocatorWithDefaultOptions(&$0) }
    }

    deinit {
        let (api, environment) = (api, environment)
        Self.gate.withLock { _ in api.pointee.ReleaseEnv(environment) }
    }

    /// The library has one environment at a time beneath all handles to it, and fails to make a new one while
    /// another thread still takes the last one down.
    private static let gate = Mutex(())
}
