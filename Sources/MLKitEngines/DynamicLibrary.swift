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
            guard let library = Self.missingLibrary(reason, path) else { throw Failure("cannot load `\(path)`", notes: [reason]) }
            throw Failure(
                "cannot load `\(path)`: it needs `\(library)`, which this system does not have",
                hint: Self.package(of: library).map { "install it with `apt-get install -y \($0)`" })
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

    /// Debian's package with the library that another needs and that the system does not have; `nil` if nothing is missing, or it is
    /// not known where it comes from.
    public static func missingPackage(at path: FilePath) -> String? {
        guard dlopen(path.string, RTLD_LAZY | RTLD_LOCAL) == nil else { return nil }
        return missingLibrary(reason(), path).flatMap(package)
    }

    /// `libgomp.so.1: cannot open shared object file: No such file or directory`
    private static func missingLibrary(_ reason: String, _ path: FilePath) -> String? {
        let parts = reason.split(separator: ": ")
        guard parts.count > 1, parts[1] == "cannot open shared object file", parts[0] != path.string[...] else { return nil }
        return String(parts[0])
    }

    /// Wheels for many systems leave OpenMP's runtime to the system.
    private static func package(of library: String) -> String? { library.hasPrefix("libgomp.so.") ? "libgomp1" : nil }

    private static func reason() -> String {
        dlerror().map { String(cString: $0) } ?? "the loader gives no reason"
    }
}
