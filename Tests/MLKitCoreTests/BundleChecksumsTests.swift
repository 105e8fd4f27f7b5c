import MLKitCore
import Testing

struct BundleChecksumsTests {
    private let sums = BundleChecksums(["model.onnx": ContentHash(of: "a"), "lib/b c.so": ContentHash(of: "b")])

    @Test func writesWhatSha256sumReads() throws {
        #expect(sums.text == "\(ContentHash(of: "b").hex)  lib/b c.so\n\(ContentHash(of: "a").hex)  model.onnx\n")
        #expect(try BundleChecksums(parsing: sums.text, file: "SHA256SUMS") == sums)
        let binary = "\(ContentHash(of: "a").hex) *model.onnx\n"
        #expect(try BundleChecksums(parsing: binary, file: "SHA256SUMS").hashes["model.onnx"] == ContentHash(of: "a"))
    }

    @Test(arguments: ["x", "abc  model.onnx", String(repeating: "0", count: 64), String(repeating: "0", count: 64) + "  "])
    func namesALineThatIsNone(_ line: String) {
        let failure = #expect(throws: Failure.self) { try BundleChecksums(parsing: sums.text + line, file: "SHA256SUMS") }
        #expect(failure?.diagnostics.first?.location?.line == 3)
    }
}
