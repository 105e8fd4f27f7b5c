import Glibc
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// `docs/spec-reference.md`. With `MLKIT_RECORD` set the page is written anew, and the test fails.
@Suite struct ReferencePageTests {
    private let file = BuiltTool.sourceRoot.pushing("docs/spec-reference.md")

    @Test func thePageIsWhatTheSchemaSays() throws {
        if getenv("MLKIT_RECORD") != nil {
            try LocalFileSystem().write(SpecReference(.builtIn).page, to: file)
            Issue.record("wrote \(file)")
        }
        #expect(try LocalFileSystem().readText(file) == SpecReference(.builtIn).page)
    }

    @Test func itsExamplesAreOneSpec() throws {
        let blocks = SpecReference(.builtIn).page.split(separator: "```yaml\nstages:\n").dropFirst().map {
            $0.split(separator: "```")[0]
        }
        let spec = try ProjectSpec(
            parsing: Array(("mlkit: 1\nproject: {name: p}\nparams: {seed: 1}\nstages:\n" + blocks.joined()).utf8),
            kinds: .builtIn)
        #expect(Set(spec.stages.map(\.kind)) == ["data", "compare", "train", "evaluate", "quantize", "deploy", "notebook", "command"])
    }

    @Test func everyKeyIsThere() {
        for object in [StageKinds.builtIn.file] + StageKinds.builtIn.stages {
            for field in object.fields {
                #expect(SpecReference(.builtIn).page.contains("| `\(field.name)` |"))
                #expect(SpecReference(.builtIn).page.contains(field.summary))
            }
        }
    }
}
