import CEngines
import SystemPackage
import Testing

@testable import MLKitEngines

@Suite struct OpenBLASTests {
    /// Debian's library takes the kernels that this processor has the instructions for, whether it knows the processor or not.
    @Test(.enabled(if: OpenBLASTests.debian != nil && engine_openblas_core() != nil))
    func takesTheKernelsThatFit() throws {
        let path = try #require(Self.debian)
        let library = try OpenBLAS.library(at: path)
        typealias Name = @convention(c) () -> UnsafePointer<CChar>?
        let name: Name = try OpenBLAS.function("openblas_get_corename", of: library, at: path)
        let core = try #require(engine_openblas_core())
        #expect(name().map { String(cString: $0).lowercased() } == String(cString: core).lowercased())
    }

    static var debian: FilePath? { EngineLocator(folders: [], programs: []).locate(.openblas) }
}
