internal import MLKitSpec

extension Rendering {
    /// A rendering by a template of cookiecutter. Such a project has no `mlkit.yaml`, and no layout of ours.
    init(of template: CookiecutterTemplate, projectName: String, answers: Answers, files: [RenderedFile]) {
        self.template = Template(standingFor: template)
        self.projectName = projectName
        layout = .standard(project: projectName)
        self.answers = answers
        self.files = files
        nextSteps = ["`mlkit init --accept spec` adds an mlkit.yaml, with which mlkit runs and checks the project"]
        postCommands = []
    }
}
