internal import MLKitCore
internal import MLKitSpec

/// What watches the model in service.
enum ToolingProbes {
    private static let monitors = ["prometheus*.y*ml", "alerts*.y*ml", "otel*.y*ml"].map { Glob($0) }

    static func monitoring(_ context: ProbeContext) throws -> ProbeVerdict {
        if context.facts["serving.drift.alarm"] != nil {
            return .passed("\(ProjectSpec.fileName) sets `serving.drift` with an alarm", [ProjectSpec.fileName])
        }
        return try context.tracked { files, _ in
            let dashboards = Glob("**/grafana/**/*.json")
            let file = try files.first { file in
                let isMonitor = monitors.contains { $0.matches(PinProbe.name(file)) } || dashboards.matches(file)
                return try isMonitor && context.hasContent(file)
            }
            guard let file else { return .failed("no `serving.drift` with an alarm, and no monitoring tool's configuration is tracked") }
            return .passed("`\(file)` is tracked", [file])
        }
    }
}
