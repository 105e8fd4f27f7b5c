internal import Glibc
internal import MLKitCore
public import SystemPackage

/// A shared library loaded at run time; it stays loaded for the life of the process.
public struct DynamicLibrary: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let path: FilePath

    /// When the functions that a library calls are looked up.
    public enum Binding: Sendable {
        case atOnce
        /// Each when it is first called: some that are never called may be nowhere.
        case whenCalled
    }

    /// - Throws: `Failure` with the loader's own reason.
    public init(_ path: FilePath, binding: Binding = .atOnce) throws {
        let mode = binding == .atOnce ? RTLD_NOW : RTLD_LAZY
        guard let handle = dlopen(path.string, mode | RTLD_LOCAL) else {
            let reason = Self.reason()
            // A wheel for many systems leaves OpenMP's runtime to the system.
            let hint = reason.hasPrefix("libgomp.") ? "install it with `apt-get install -y libgomp1`" : nil
            throw Failure("cannot load `\(path)`", notes: [reason], hint: hint)
        }
        self.handle = handle
        self.path = path
    }

    /// The function `name`, whose C type is `type`: a `@convention(c)` function type that matches its header.
    ///
    /// - Throws: `Failure` if the library does not have it.
    public func function<Function>(_ name: String, as type: Function.Type = Function.self) throws -> Function {
        guard let address = dlsym(handle, name) else {
            throw Failure("`\(path)` does not have the function `\(name)`", notes: [Self.reason()])
        }
        return unsafeBitCast(address, to: type)
    }

    private static func reason() -> String {
        dlerror().map { String(cString: $0) } ?? "the loader gives no reason"
    }
}
