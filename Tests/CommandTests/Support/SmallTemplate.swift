import MLKitTestSupport
import SystemPackage

/// A template in a fresh folder: `template` in `scratch`.
struct SmallTemplate {
    let scratch: ScratchDirectory

    /// - Parameters:
    ///   - yaml: what follows the header of `template.yaml`.
    ///   - files: by path below the template.
    init(_ yaml: String, _ files: [String: String] = ["files/README.md.stencil": "# {{ name }}\n"]) throws {
        scratch = try ScratchDirectory()
        let header = "template: 1\nname: small\nversion: 1.0.0\ndescription: a small template\n"
        try scratch.write(header + yaml, to: "template/template.yaml")
        for (name, text) in files { try scratch.write(text, to: "template/\(name)") }
    }

    func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    /// `mlkit new demo` of the template, with a person at a terminal.
    func newOnTerminal(_ answers: [String], _ arguments: String...) async throws -> BuiltTool.Outcome {
        try await PseudoTerminal.mlkit(
            ["new", "demo", "--template", "./template", "--no-git"] + arguments, answers: answers, in: scratch.path)
    }
}
