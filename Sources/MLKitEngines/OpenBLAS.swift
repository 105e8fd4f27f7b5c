internal import CEngines
internal import Glibc
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
        try library.function(isWheel(path) ? "scipy_" + name : name)
    }

    /// Loads a build of OpenBLAS. One of a distribution, as Debian 12's 0.3.21, does not know processors that came after it and takes
    /// kernels for old ones, of half the speed: it is told which fit, as the variable `OPENBLAS_CORETYPE` does where it is set.
    ///
    /// - Throws: `Failure` with the loader's reason.
    public static func library(at path: FilePath) throws -> DynamicLibrary {
        if !isWheel(path), let core = engine_openblas_core() { setenv("OPENBLAS_CORETYPE", core, 0) }
        return try DynamicLibrary(path)
    }

    private static func isWheel(_ path: FilePath) -> Bool { path.lastComponent?.string.hasPrefix("libscipy_") ?? false }
}
