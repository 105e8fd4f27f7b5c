import CEngines
import Glibc
import SystemPackage
import Testing

@testable import MLKitEngines

@Suite struct OpenBLASTests {
    /// Debian's library takes the kernels that this processor has the instructions for, whether it knows the processor or not; or those
    /// that somebody wants.
    @Test(.enabled(if: OpenBLASTests.debian != nil && engine_openblas_core() != nil))
    func takesTheKernelsThatFit() throws {
        let path = try #require(Self.debian)
        let core = try #require(engine_openblas_core())
        let wanted = String(cString: getenv("OPENBLAS_CORETYPE") ?? UnsafeMutablePointer(mutating: core))
        let library = try OpenBLAS.library(at: path)
        typealias Name = @convention(c) () -> UnsafePointer<CChar>?
        let name: Name = try OpenBLAS.function("openblas_get_corename", of: library, at: path)
        #expect(name().map { String(cString: $0).lowercased() } == wanted.lowercased())
    }

    static var debian: FilePath? { EngineLocator(folders: [], programs: []).locate(.openblas) }
}
