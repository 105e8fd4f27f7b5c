import MLKitSpec
import MLKitStages

@testable import MLKitViews

extension StageGraph {
    /// A graph of commands.
    ///
    /// - Parameter text: `a; b: a; c: a b`: each stage with those it comes after, which stand before it.
    init(_ text: String, files: Bool = false) throws {
        let stages = text.split(separator: ";").map { line in
            let parts = line.split(separator: ":")
            let inputs = parts.dropFirst().joined().split(separator: " ").map { "\($0).txt" }.joined(separator: ", ")
            let name = parts[0].filter { $0 != " " }
            return "  \(name): {run: x, inputs: [\(inputs)], outputs: [\(name).txt]}\n"
        }
        try self.init(spec: stages.joined(), files: files)
    }

    /// - Parameter stages: what stands under `stages`.
    init(spec stages: String, files: Bool = false) throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n" + stages
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        self.init(title: "p", stages: spec.stages, files: files)
    }

    var text: [String] { lines.map { $0.prefix + $0.name + ($0.note.isEmpty ? "" : "  " + $0.note) } }
    var names: [String] { edges.map { "\(nodes[$0.from].name) -> \(nodes[$0.to].name)" } }
}
