internal import MLKitCore
internal import MLKitSpec

/// What watches the model in service.
enum ToolingProbes {
    private static let monitors = [
        FileSign("prometheus*.y*ml", ["scrape_configs:", "rule_files:", "alert:", "- job_name:"]),
        FileSign("alerts*.y*ml", ["alert:"], ["expr:"]),
        FileSign("otel*.y*ml", ["receivers:"], ["exporters:"]), FileSign("**/grafana/**/*.json", ["\"panels\"", "\"datasource\""]),
    ]

    static func monitoring(_ context: ProbeContext) throws -> ProbeVerdict {
        try SignProbe.look(monitors, "what is watched", example: "`scrape_configs` in prometheus.yml", context)
    }
}
