internal import MLKitCore
internal import MLKitSpec

/// Whether stages are declared and have run.
enum StageProbes {
    static func stage(_ kind: String, _ upToDate: Bool, _ context: ProbeContext) throws -> ProbeVerdict {
        let stages = context.stages(kind)
        guard !stages.isEmpty else { return .failed("\(ProjectSpec.fileName) declares no stage of kind `\(kind)`") }
        let ran = try stages.filter { try context.lock(of: $0)?["outputs"] != nil }
        guard !ran.isEmpty, !upToDate || ran.count == stages.count else {
            let name = stages.first { stage in !ran.contains { $0.name == stage.name } }?.name ?? ""
            return .failed("the stage `\(name)` has not run yet: `mlkit run \(name)`")
        }
        let locks = ran.map { ".mlkit/lock/\($0.name).json" }
        guard upToDate else { return .passed("`\(ran[0].name)` has run", locks) }
        var absent: String?
        for stage in stages {
            switch try context.standing(of: stage) {
            case .upToDate: continue
            case .absent(let path): absent = absent ?? path
            case .stale(let reason): return .failed("the stage `\(stage.name)` is not up to date: \(reason)", locks)
            }
        }
        let here = absent.map { ", by its lock; `\($0)` is not here: `mlkit cache pull` gets it" } ?? ""
        return .passed("every stage of kind `\(kind)` is up to date\(here)", locks)
    }
}
