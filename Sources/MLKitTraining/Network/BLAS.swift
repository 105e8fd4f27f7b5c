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
        let path = try engines.require(.openblas)
        let library = try OpenBLAS.library(at: path)
        sgemm = try OpenBLAS.function("cblas_sgemm", of: library, at: path)
        dgemm = try OpenBLAS.function("cblas_dgemm", of: library, at: path)
        sgemv = try OpenBLAS.function("cblas_sgemv", of: library, at: path)
        dgemv = try OpenBLAS.function("cblas_dgemv", of: library, at: path)
        let setThreads: blas_set_threads = try OpenBLAS.function("openblas_set_num_threads", of: library, at: path)
        setThreads(Int32(threads))
    }

    /// Constants of cblas.h.
    static let rowMajor: Int32 = 101

    static func transposition(_ transposed: Bool) -> Int32 { transposed ? 112 : 111 }
}
