import MLKitCore
import MLKitTestSupport
import Testing

/// A project on which every stage has run, made once for the suites that share it and removed after them.
///
/// Tests look at it at the same time, so they leave it as it is.
struct FinishedProject: Sendable {
    let sample: SampleProject
    /// What the run that finished it said.
    let outcome: BuiltTool.Outcome

    @TaskLocal fileprivate static var shared: FinishedProject?

    /// The project of the suite that asks.
    static func current() throws -> FinishedProject {
        guard let shared else { throw Failure("the suite has no finished project") }
        return shared
    }
}

/// Makes the finished project before a suite, for all in it.
struct FinishedProjectTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let sample = try await SampleProject()
        // Of a sample there are few validation rows. What is compared with other programs are models of the training rows.
        try sample.edit(replacing: "    cross_validation: auto", with: "    #")
        try sample.edit(replacing: "    refit: true", with: "    #")
        let project = FinishedProject(sample: sample, outcome: try await sample.mlkit("run"))
        try await FinishedProject.$shared.withValue(project) { try await function() }
    }
}

extension Trait where Self == FinishedProjectTrait {
    static var finishedProject: Self { Self() }
}

/// The suites that look at one finished project.
@Suite(.finishedProject) enum FinishedProjectTests {}
