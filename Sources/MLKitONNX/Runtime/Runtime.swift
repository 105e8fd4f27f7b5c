internal import CEngines
internal import MLKitCore
public import MLKitEngines
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
        let entry: OrtGetApiBaseFunction = try DynamicLibrary(path).function("OrtGetApiBase")
        guard let base = entry() else { throw Failure("`\(path)` has no interface") }
        version = String(cString: base.pointee.GetVersionString())
        guard let api = base.pointee.GetApi(UInt32(MLKIT_ORT_API_VERSION)) else {
            throw Failure("ONNX Runtime \(version) is too old", hint: "install version 1.17 or later")
        }
        self.api = api
        // What goes wrong is thrown as an error with its message; the log would repeat it.
        environment = try api.make("start ONNX Runtime") { api.pointee.CreateEnv(CInt(OrtLogFatal), "mlkit", &$0) }
        try api.check(api.pointee.DisableTelemetryEvents(environment), "start ONNX Runtime")
        allocator = try api.make("start ONNX Runtime") { api.pointee.GetAllocatorWithDefaultOptions(&$0) }
    }

    deinit { api.pointee.ReleaseEnv(environment) }
}
