public import MLKitCore
public import MLKitReports
public import MLKitTables
public import SystemPackage

/// What the deploy stage works on.
public struct DeployInputs: Sendable {
    /// The ONNX model.
    public var model: FilePath
    /// The name the bundle is served under: letters, digits, `.`, `_` and `-`.
    public var name: String
    public var schema: TableSchema
    /// The schema as a file, which goes into the bundle as it is.
    public var schemaFile: FilePath
    /// The test split, in its order: what the started server is asked.
    public var test: Table
    /// What is known of the model, or of the one that it was quantized from.
    public var evaluation: Evaluation?
    /// What quantizing it cost; `nil` for one that was not quantized.
    public var quantization: Quantization?
    /// The folder that bundles stand in, by version.
    public var folder: FilePath
    /// The `mlkit-server` executable.
    public var server: FilePath
    public var project: Project
    /// What a container's server is started with, beside the bundle.
    public var options: [String]

    public init(
        model: FilePath, name: String, schema: TableSchema, schemaFile: FilePath, test: Table,
        evaluation: Evaluation? = nil, quantization: Quantization? = nil, folder: FilePath, server: FilePath,
        project: Project = Project(), options: [String] = []
    ) {
        self.model = model
        self.name = name
        self.schema = schema
        self.schemaFile = schemaFile
        self.test = test
        self.evaluation = evaluation
        self.quantization = quantization
        self.folder = folder
        self.server = server
        self.project = project
        self.options = options
    }

    /// What is known of the model's quality, for its card.
    public struct Evaluation: Hashable, Sendable {
        /// The rows that it was measured on, and those that it was selected on.
        public var split: MeasuredSplit
        public var selectedOn: MeasuredSplit
        public var rows: Int
        public var scores: MetricValues
        /// What they are between for all rows to come; empty if nothing is known.
        public var intervals = MetricIntervals()
        /// How these were found.
        public var method: IntervalMethod?
        /// The same of the baseline.
        public var baseline: MetricValues
        /// How it fares on groups of rows.
        public var slices: [EvaluationReport.Slice]
        /// When; `nil` where nobody knows.
        public var measured: Timestamp?

        public init(
            split: MeasuredSplit = .test, selectedOn: MeasuredSplit = .valid, rows: Int, scores: MetricValues,
            baseline: MetricValues = MetricValues(), slices: [EvaluationReport.Slice] = [], measured: Timestamp? = nil
        ) {
            self.split = split
            self.selectedOn = selectedOn
            self.rows = rows
            self.scores = scores
            self.baseline = baseline
            self.slices = slices
            self.measured = measured
        }
    }

    /// What is known of how the model was made smaller, for its card.
    public struct Quantization: Hashable, Sendable {
        public var report: QuantizationReport
        /// When; `nil` where nobody knows.
        public var measured: Timestamp?

        public init(report: QuantizationReport, measured: Timestamp? = nil) {
            self.report = report
            self.measured = measured
        }
    }

    /// The same without the times, which are no part of what is deployed.
    var untimed: DeployInputs {
        var inputs = self
        inputs.evaluation?.measured = nil
        inputs.quantization?.measured = nil
        return inputs
    }

    /// What the card says of the project.
    public struct Project: Hashable, Sendable {
        public var title: String?
        public var description: String?
        public var owner: String?
        public var license: String?

        public init(
            title: String? = nil, description: String? = nil, owner: String? = nil, license: String? = nil
        ) {
            self.title = title
            self.description = description
            self.owner = owner
            self.license = license
        }
    }
}
