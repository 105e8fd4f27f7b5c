public import SystemPackage

/// What tells builds of OpenBLAS apart.
public enum OpenBLAS {
    /// The function `name` of a build of OpenBLAS. The wheel's functions begin with `scipy_`, so that they do not meet those
    /// of a BLAS that NumPy loaded.
    ///
    /// - Throws: `Failure` if the library does not have it.
    public static func function<Function>(
        _ name: String, of library: DynamicLibrary, at path: FilePath, as type: Function.Type = Function.self
    ) throws -> Function {
        let isPrefixed = path.lastComponent?.string.hasPrefix("libscipy_") ?? false
        return try library.function(isPrefixed ? "scipy_" + name : name)
    }
}
