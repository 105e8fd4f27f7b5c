internal import CEngines
internal import MLKitEngines

/// Matrix products by OpenBLAS, loaded at run time.
struct BLAS {
    let sgemm: blas_sgemm
    let dgemm: blas_dgemm
    let sgemv: blas_sgemv
    let dgemv: blas_dgemv

    /// - Parameter threads: the most threads a product may use, for the whole process.
    /// - Throws: `Failure` if OpenBLAS is not installed or cannot be loaded.
    init(engines: EngineLocator, threads: Int) throws {
        let library = try DynamicLibrary(engines.require(.openblas))
        sgemm = try library.function("cblas_sgemm")
        dgemm = try library.function("cblas_dgemm")
        sgemv = try library.function("cblas_sgemv")
        dgemv = try library.function("cblas_dgemv")
        let setThreads: blas_set_threads = try library.function("openblas_set_num_threads")
        setThreads(Int32(threads))
    }

    /// Constants of cblas.h.
    static let rowMajor: Int32 = 101

    static func transposition(_ transposed: Bool) -> Int32 { transposed ? 112 : 111 }
}
