internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// How the project is run and kept running.
enum OperationProbes {
    static func schedule(_ context: ProbeContext) throws -> ProbeVerdict {
        let signs = [
            FileSign(".github/workflows/*.y*ml", ["schedule:"], ["cron:"]), FileSign(".gitlab-ci.yml", ["\"schedule\""]),
            FileSign("**/dags/*.py", ["schedule=", "schedule_interval="]), FileSign("*crontab*", ["* *"]), FileSign("*.cron", ["* *"]),
            FileSign("*cron*.y*ml", ["kind: CronJob"], ["schedule:"]), FileSign("prefect.y*ml", ["schedule:", "schedules:", "cron:"]),
            FileSign("*.timer", ["OnCalendar=", "OnUnitActiveSec="]), FileSign("dagster*.y*ml", ["schedules:", "cron_schedule"]),
        ]
        return try SignProbe.look(signs, "when the pipeline runs", example: "`cron` in a workflow", context)
    }

    static func infrastructure(_ context: ProbeContext) throws -> ProbeVerdict {
        let kinds = [
            "kind: Deployment", "kind: Service", "kind: StatefulSet", "kind: Job", "kind: CronJob", "kind: InferenceService",
            "kind: Ingress",
        ]
        let signs = [
            FileSign("*.tf", ["resource \"", "module \""]), FileSign("Chart.yaml", ["apiVersion:"], ["name:"], ["version:"]),
            FileSign("kustomization.y*ml", ["resources:", "bases:", "components:"]), FileSign("Pulumi.y*ml", ["runtime:"]),
            FileSign("*playbook*.y*ml", ["hosts:"], ["tasks:", "roles:"]), FileSign("*compose*.y*ml", ["services:"], ["image:", "build:"]),
            FileSign("*.bicep", ["resource "]), FileSign("**/k8s/**/*.y*ml", kinds, ["apiVersion:"]),
            FileSign("\(context.spec.layout.deploy)/**/*.y*ml", kinds, ["apiVersion:"]),
        ]
        return try SignProbe.look(signs, "what infrastructure there is", example: "a `resource` in a file of Terraform", context)
    }

    /// The bundle that is served is as a stage made it, and answered then as the model does offline. Where git ignores bundles, a clone
    /// has what the stage's lock says of it.
    static func bundleAnswers(_ context: ProbeContext) throws -> ProbeVerdict {
        for stage in context.stages(making: .bundle) {
            switch try context.standing(of: stage) {
            case .upToDate: continue
            case .stale(let reason): return .unknown(
                "the bundle says nothing of the project as it is: \(reason); run `\(stage.name)` again")
            case .absent:
                if let other = try context.otherVersion() { return .unknown("\(other.words): \(other.advice)") }
                let path = ".mlkit/lock/\(stage.name).json"
                return try judge(context.lock(of: stage)?["result"]?["metrics"], path)
            }
        }
        guard let bundle = try ServedBundle(context) else {
            return .unknown("`\(context.spec.layout.deploy)/current` names no bundle yet: `mlkit run` makes one")
        }
        let path = "\(bundle.folder)/\(SmokeReport.fileName)"
        if let doubt = try bundle.doubt() { return .unknown(doubt, [path]) }
        return try judge(context.json(path), path)
    }

    private static func judge(_ json: JSON?, _ path: String) throws -> ProbeVerdict {
        guard let json else { return .unknown("`\(path)` is not here, or says nothing of how the server answered") }
        let report: SmokeReport
        do { report = try SmokeReport(json, file: path) } catch let failure as Failure {
            return .unknown(failure.diagnostics.first?.message ?? "`\(path)` cannot be read", [path])
        }
        guard report.rows > 0 else { return .unknown("there is nothing to judge: `\(path)` is of no row", [path]) }
        return .held(
            report.passed, "\(path): \(plural(report.rows, "row")) answered \(report.passed ? "as offline" : "otherwise than offline")",
            [path])
    }
}
