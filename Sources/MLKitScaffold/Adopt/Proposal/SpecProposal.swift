internal import MLKitCore
public import MLKitSpec

/// A `mlkit.yaml` for an existing project: always a valid one.
public struct SpecProposal: Sendable {
    public let text: String
    /// The stages in it.
    public let stages: [ProposedStage]
    /// What was found and would have made it invalid, and what could not be translated.
    public let leftOut: [LeftOut]
    public let spec: ProjectSpec

    /// Writes what was found, and takes out what the reader of specs does not accept, until it accepts all.
    ///
    /// - Parameters:
    ///   - templateSource: what finds the template again.
    ///   - templateStages: taken where nothing else declares stages.
    /// - Throws: `Failure` if it does not accept even a spec without stages.
    init(
        _ survey: RepositorySurvey, _ recognised: RecognisedStages, kinds: StageKinds, templateSource: String,
        templateStages: TemplateStages? = nil
    ) throws {
        var recognised = recognised
        var templateStages = templateStages
        while true {
            let writer = SpecWriter(
                survey: survey, recognised: recognised, templateSource: templateSource, templateStages: templateStages)
            do {
                spec = try ProjectSpec(parsing: Array(writer.text.text.utf8), kinds: kinds)
                text = writer.text.text
                stages = recognised.stages
                leftOut = writer.recognised.leftOut
                return
            } catch let failure as Failure where templateStages != nil && recognised.stages.isEmpty {
                templateStages = nil
                recognised.leftOut.append(LeftOut(what: "the stages of the template", why: failure.diagnostics.first?.message ?? ""))
            } catch let failure as Failure {
                guard Self.take(out: failure, writer, &recognised) else { throw failure }
            }
        }
    }

    /// Takes out the stage that the first problem is about; without a stage of its own, all parameters and stages.
    private static func take(out failure: Failure, _ writer: SpecWriter, _ recognised: inout RecognisedStages) -> Bool {
        guard let problem = failure.diagnostics.first, !recognised.stages.isEmpty else { return false }
        let name = problem.location.flatMap { writer.text.stage(atLine: $0.line) }
        for stage in recognised.stages where name == nil || stage.name == name {
            recognised.leaveOut(stage, problem.message)
        }
        recognised.stages.removeAll { name == nil || $0.name == name }
        if name == nil { recognised.parameters = [] }
        recognised.markUnmade()
        return true
    }
}
