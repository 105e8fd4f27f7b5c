import MLKitCore
import MLKitEngines
import MLKitReports
import MLKitSpec
import MLKitStages
import MLKitYAML
import Testing

@testable import MLKitChecklist

/// Probes go by what stages write and make, whatever the kinds of these are called.
@Suite struct OtherKindTests {
    private static let kinds = StageKinds.builtIn.adding([
        OtherKind(name: "measure", reports: [StageReport(role: "out", EvaluationReport.self)], makes: [.report]),
        OtherKind(name: "publish", reports: [], makes: [.bundle]),
    ])

    private func project(_ stages: String, _ texts: [String: String] = [:]) throws -> ProbeProject {
        let project = try ProbeProject("mlkit: 1\nproject: {name: p}\nstages: {\(stages)}\n", texts)
        project.kinds = Self.kinds
        return project
    }

    @Test func aReportFeedsAProbe() async throws {
        let without = try project("a: {run: ls}")
        #expect(try await without.outcome("evaluation: confusion") == .manual)
        let message = try await without.verdict("evaluation: confusion").message
        #expect(message.contains("declares no stage of kind `evaluate` or `measure`"))
        let project = try project("m: {kind: measure}")
        #expect(try await project.verdict("evaluation: confusion").message.hasPrefix("the report of `m` does not exist yet"))
        #expect(try await project.outcome("test_split: once") == .unknown)
    }

    @Test func aBundleFeedsAProbe() async throws {
        #expect(try await project("a: {run: ls}").outcome("bundle: answers") == .manual)
        let project = try project("p: {kind: publish}", [".mlkit/lock/p.json": #"{"result": {"metrics": {"rows": 3, "passed": true}}}"#])
        project.absent = ["p": "out/p"]
        #expect(try await project.verdict("bundle: answers").message.hasPrefix(".mlkit/lock/p.json: 3 rows"))
    }

    /// A gate of a stage waits for nothing that the stage itself, or one after it, has to make.
    @Test func whatAStageMakesIsNotAwaitedBeforeIt() throws {
        let spec = try ProjectSpec(
            parsing: Array("mlkit: 1\nproject: {name: p}\nstages: {m: {kind: measure}, p: {kind: publish}}\n".utf8), kinds: Self.kinds)
        let (measure, publish) = (try #require(spec.stage("m")), try #require(spec.stage("p")))
        let (answers, confusion) = (Probe.fixed(.bundleAnswers), Probe.fixed(.evaluationConfusion))
        #expect(answers.awaited?.comes(from: publish) == true && answers.awaited?.comes(from: measure) == false)
        #expect(confusion.awaited?.comes(from: measure) == true && confusion.awaited?.comes(from: publish) == false)
        #expect(Probe.files(["{deploy}/*/smoke.json"]).awaited?.comes(from: publish) == true)
        #expect(Probe.files(["{deploy}/x", "README.md"]).awaited == nil)
    }

    /// Every probe that a stage feeds can be fed by a kind that there is.
    @Test func noProbeWaitsForWhatNothingMakes() {
        for probe in FixedProbe.allCases {
            guard let feed = Probe.fixed(probe).feed else { continue }
            #expect(feed.kinds(among: .builtIn).isEmpty == false, "\(probe)")
        }
    }
}

/// A kind of stage that only these tests have.
private struct OtherKind: StageKind {
    let name: String
    let reports: [StageReport]
    let makes: Set<StageProduct.Sort>

    struct Configuration {}

    var keys: KeySet<Configuration> { KeySet("a stage of kind `\(name)`", name: name, blank: Configuration(), []) }
    var version: Int { 1 }
    var example: String { "" }
    var seed: String? { nil }
    var candidates: String? { nil }
    var showsProject: Bool { false }
    var execution: StageExecution<Configuration> { .command { _ in [] } }

    func engines(_ configuration: Configuration) -> [Engine] { [] }
    func uses(_ configuration: Configuration) -> StageUses { StageUses() }
    func inputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] { [] }
    func outputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageOutput] {
        [StageOutput(role: "out", path: "out/\(stage.name)")]
    }
    func products(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageProduct] { [] }
    func views(_ configuration: Configuration) -> StageViews { StageViews() }
    func problems(_ configuration: Configuration, of stage: StageOutline, in node: Node) -> [Diagnostic] { [] }
    func decisive(_ written: [JSON.Member], _ configuration: Configuration) -> [JSON.Member] { written }
    func split(of figure: String, by version: Int) -> String? { nil }
    func testKey(_ configuration: Configuration) -> String? { nil }
}
