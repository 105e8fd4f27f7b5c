internal import MLKitSpec

extension Template {
    /// What a project made by a template of cookiecutter has for its template.
    init(standingFor template: CookiecutterTemplate, questions: [Question] = []) {
        self.init(
            name: template.name, version: "", summary: "", questions: questions, computed: [], ownership: [],
            nextSteps: [],
            postSteps: [], partials: [], kinds: StageKinds([]), files: [])
    }
}
