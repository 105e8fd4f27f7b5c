import Glibc
import MLKitCore
import SystemPackage
import Testing

/// Loaded libraries look names up in the executable: DuckDB's module those of Python, libgit2 the readers of certificates.
@Suite struct ExportedNamesTests {
    /// The file whose pages have an address, as `/proc/self/maps` tells.
    private func file(of address: UInt) throws -> Substring? {
        try LocalFileSystem().readText("/proc/self/maps").split(separator: "\n").first { line in
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            return ends.count == 2 && ends[0] <= address && address < ends[1]
        }?.split(separator: " ").last
    }

    @Test(arguments: ["PyBool_Type", "PyExc_ValueError", "_Py_NoneStruct", "mbedtls_x509_crt_parse_file", "mbedtls_x509_crt_parse_path"])
    func theyAreThoseOfTheExecutable(name: String) throws {
        let address = try #require(dlsym(nil, name))
        let place = try #require(try file(of: UInt(bitPattern: address)))
        #expect(!place.contains(".so"), "\(name) is of \(place)")
    }

    @Test func othersAreNotShown() {
        #expect(dlsym(nil, "main") == nil)
    }
}
