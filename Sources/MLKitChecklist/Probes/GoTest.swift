internal import MLKitCore

/// What `go test` takes for a test, by its name and by what it is given (package `testing`).
enum GoTest {
    private static let kinds = [("Test", "testing.T"), ("Benchmark", "testing.B"), ("Fuzz", "testing.F")]

    /// Whether a test begins in a line: `TestMain(m *testing.M)` runs the others, and `Testify(x int)` is none.
    static func begins(in line: String) -> Bool {
        guard line.hasPrefix("func ") else { return false }
        let name = line.dropFirst("func ".count).drop { $0 == " " }
        return kinds.contains { beginning, type in
            guard name.hasPrefix(beginning) else { return false }
            let rest = name.dropFirst(beginning.count)
            guard let open = rest.firstIndex(of: "("), rest.first.map({ !$0.isLowercase }) ?? false else { return false }
            return rest[open...].prefix { $0 != ")" }.hasSuffix(type)
        }
    }
}
