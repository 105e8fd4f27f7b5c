internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// A template rendered with some answers, as far as it can be.
struct TemplateTrial: Sendable {
    /// The answers that were given; all others are defaults.
    let assignment: [String: JSON]
    let rendering: Rendering?
    let problems: [Diagnostic]
    /// What of the rendering a user could tell from another: files, next steps and commands.
    let signature: Int

    /// The given answers as one would write them, `data=own, license=MIT`.
    let label: String
}

extension TemplateTrial {
    init(_ template: Template, _ assignment: [String: JSON], layout: Layout, disk: any FileSystem) {
        self.assignment = assignment
        let answers = template.questions.compactMap { question in
            assignment[question.name].map { "\(question.name)=\(question.text(of: $0))" }
        }
        label = (answers + (layout.name == Self.layout.name ? [] : ["layout \(layout.name)"])).joined(separator: ", ")
        do {
            let source = AnswerSource("the check", assignment.mapValues { AnswerSource.Answer($0) })
            let answers = try Interview(template, projectName: Self.project, layout: layout)
                .answers(assigned: AssignedAnswers(), known: [source])
            let rendering = try Rendering(
                of: template, projectName: Self.project, layout: layout, answers: answers, files: disk)
            self.rendering = rendering
            problems = []
            signature = rendering.signature
        } catch {
            rendering = nil
            problems = (error as? Failure)?.diagnostics ?? [.error("\(error)")]
            signature = 0
        }
    }

    /// Whether a question was asked.
    func asked(_ question: String) -> Bool { rendering?.answers.isGiven(question) ?? false }

    /// Name of the project in every rendering.
    static let project = "demo-project"
    static let layout = Layout.standard(project: project)
}

extension Rendering {
    fileprivate var signature: Int {
        var hasher = Hasher()
        for file in files {
            hasher.combine(Array(file.path.utf8))
            hasher.combine(file.blob.hex)
            hasher.combine(file.isExecutable)
        }
        hasher.combine(nextSteps)
        hasher.combine(postCommands)
        return hasher.finalize()
    }
}
