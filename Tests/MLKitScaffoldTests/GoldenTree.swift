import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import SystemPackage

/// A rendered project as one text: every file with its mode, ownership, origin and content.
///
/// ```
/// === mlkit.yaml 644 merged files/mlkit.yaml.stencil
/// | mlkit: 1
/// === data/original/adult.csv.gz 644 seed shared/table/…
/// 596948 bytes, 476a2fda…
/// ```
///
/// A line of a text has `| ` before it; `\ ` marks a last line without a line end. What is no text, and the long text of
/// a licence, is told by its size and hash. What mlkit adds itself is left out.
struct GoldenTree {
    let name: String
    let text: String

    init(name: String, _ rendering: Rendering) {
        self.name = name
        text = rendering.templateFiles.map(Self.entry).joined()
    }

    private static func entry(_ file: RenderedFile) -> String {
        let heading = "=== \(file.path) \(file.isExecutable ? 755 : 644) \(file.ownership.rawValue) \(file.origin)\n"
        guard let text = String(validating: file.content, as: UTF8.self), text.utf8.count < 10_000 else {
            return heading + "\(file.content.count) bytes, \(ContentHash(of: file.content).hex)\n"
        }
        guard !text.isEmpty else { return heading }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let isEnded = lines.last == ""
        if isEnded { lines.removeLast() }
        let body = lines.map { "| \($0)\n" }.joined()
        return heading + body + (isEnded ? "" : "\\ no line end\n")
    }

    private var file: FilePath { BuiltTool.sourceRoot.pushing("Tests/GoldenTrees").appending("\(name).txt") }

    /// What differs from the tree that is kept, as the first line that does; `nil` if nothing does.
    func difference() throws -> String? {
        let files = LocalFileSystem()
        guard try files.exists(file) else { return "there is no `\(file)`" }
        let kept = try files.readText(file)
        guard kept != text else { return nil }
        let pairs = zip(kept.split(separator: "\n", omittingEmptySubsequences: false), lines(text))
        let line = pairs.enumerated().first { $1.0 != $1.1 }
        guard let (place, (old, new)) = line else { return "one of the two is longer" }
        return "line \(place + 1) of `\(file)`:\nwas: \(old)\nis:  \(new)"
    }

    private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Keeps this tree from now on.
    func record() throws { try LocalFileSystem().write(text, to: file) }
}
