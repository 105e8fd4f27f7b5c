internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

// `kind: deploy`: a model, its evaluation and the test split in, a tried-out bundle out.

extension StageWorker {
    func deploy(_ configuration: DeployConfiguration) async throws -> StageResult {
        guard let folder = job.folders["bundles"] else { throw Failure("the job of `\(job.stage)` has no folder") }
        let schema = try schema()
        let test = try await Table.read(try input("test"), schema: schema, context: context)
        let evaluation = try evaluation(rows: test.rowCount)
        let inputs = DeployInputs(
            model: try input("model"), name: try evaluation?.name ?? modelName(), schema: schema,
            schemaFile: try input("schema"), test: test, evaluation: evaluation?.scores, folder: folder,
            server: server, project: project())
        let report = try await DeployStage.run(configuration: configuration, inputs: inputs, context: context)
        let products = [report.bundle, folder.appending("current")].map { $0.name(in: job.project) }
        return StageResult(
            summary: "version \(report.version), \(plural(report.smoke.rows, "row")) answered as offline",
            metrics: report.smoke.json, products: products)
    }

    /// The name of a model that is not the selected one: that of its folder, `models/<name>/model.onnx`.
    private func modelName() throws -> String {
        try input("model").removingLastComponent().lastComponent?.string ?? "model"
    }

    private func project() -> DeployInputs.Project {
        DeployInputs.Project(
            title: job.about["title"]?.string, description: job.about["description"]?.string,
            owner: job.about["owner"]?.string, license: job.about["license"]?.string)
    }

    /// What the evaluation report says of the selected model and of the baseline.
    private func evaluation(rows: Int) throws -> (name: String, scores: DeployInputs.Evaluation)? {
        guard let path = job.inputs["evaluation"] else { return nil }
        let report = try JSON(parsing: context.files.read(path), file: path.name(in: job.project))
        guard let selected = report["selection"]?["model"]?.string else { return nil }
        func scores(_ name: String?) -> [Metric: Double] {
            let model = report["models"]?.array?.first { $0["name"]?.string == name }
            let pairs = (model?["metrics"]?.members ?? []).compactMap { member in
                Metric(rawValue: member.name).flatMap { metric in member.value.double.map { (metric, $0) } }
            }
            return Dictionary(pairs) { $1 }
        }
        let baseline = scores(report["baseline"]?.string)
        return (selected, .init(rows: rows, scores: scores(selected), baseline: baseline))
    }
}
